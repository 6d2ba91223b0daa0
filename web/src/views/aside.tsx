/* Beside the most reported events: what is in dispute. */
import { type Event, call, useAsk } from "../api";
import { Await, Lit, WhoWhom } from "../parts/ui";
import { filters, link, usePlace } from "../url";
import { days, many } from "../words";

export function Aside() {
  const { query } = usePlace();
  const disputed = useAsk<{ rows: Event[]; events: number }>(call("events", query, { disputed: 1, sort: "-reports", limit: 3 }));
  return (
    <div class="stack">
      <section class="panel" aria-labelledby="disputed">
        <div class="head"><h2 id="disputed">In dispute</h2><a class="more" href={link("/claims", filters(query))}>claims board</a></div>
        <Await of={disputed}>{(d) => d.rows.length ? (
          <ul class="plain">{d.rows.map((e) => (
            <li key={e.id}><p class="small quiet">{days(e.date, e.enddate)} · {many(e.n_reports, "report")}</p><p><WhoWhom event={e} /></p><p class="quote"><a href={`/claim/${e.id}`}><Lit event={e} /></a></p></li>
          ))}</ul>
        ) : <p class="quiet">No event here is told in ways that contradict each other.</p>}</Await>
      </section>
    </div>
  );
}

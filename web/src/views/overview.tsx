/* Ten seconds: what is here, when it happened most, what was told most often. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Event, ask, call, useAsk } from "../api";
import { type Bins, type Summary, period } from "../parts/context";
import { bounds } from "../parts/time";
import { type Bin, type Peak, TimeChart } from "../parts/timechart";
import { BinTable, Legend } from "../parts/bins";
import { Await, Empty, EventCard, Title, Tools, useTable } from "../parts/ui";
import { filters, link, setFilter, usePlace } from "../url";
import { both, count, day, days, many } from "../words";
import { Aside } from "./aside";

interface Page { events: number; reports: number; rows: Event[] }

export function Overview() {
  const { query } = usePlace();
  const summary = useAsk<Summary>(call("summary", query));
  const rest = new URLSearchParams(link("", query, { date: null }).slice(1));
  const binsCall = call("bins", rest, { max: 160 });
  const bins = useAsk<Bins>(binsCall);
  const top = useAsk<Page>(call("events", query, { sort: "-reports", limit: 6 }));
  const table = useTable();
  return (
    <>
      <Await of={summary} tall={90}>{(s) => <Scope s={s} />}</Await>
      <section aria-labelledby="when">
        <div class="head"><h2 id="when">When it happened</h2><Legend /><Tools api={binsCall} /></div>
        <Await of={bins} tall={300}>{(b) => b.bins.length ? table ? <BinTable bins={b.bins} unit={b.unit} /> : <Hero bins={b} /> : <Empty />}</Await>
      </section>
      <div class="grid-2 later">
        <section aria-labelledby="most">
          <div class="head"><h2 id="most">Told most often</h2><a class="more" href={link("/events", filters(query), { sort: "-reports" })}>all events</a></div>
          <Await of={top} tall={400}>{(t) => t.rows.length ? <div class="cards">{t.rows.map((e) => <EventCard key={e.id} event={e} />)}</div> : <Empty />}</Await>
        </section>
        <Aside />
      </div>
    </>
  );
}

function Scope({ s }: { s: Summary }) {
  const { query } = usePlace();
  const f = filters(query);
  return (
    <Title note={
      <>
        <b>{many(s.documents, "report")}</b> from <a href={link("/sources", f)}>{many(s.publishers, "outlet")}</a>{s.period.from && <>, {day(s.period.from)} to {day(s.period.to)}</>}, tell
        of <a href={link("/events", f)}><b>{many(s.events, "event")}</b></a>, <a href={link("/claims", f)}>{count(s.disputed)} of them disputed</a>, and <a href={link("/process", f)}>{many(s.meetings, "meeting")}</a>.
        Machine-coded{s.reviewed ? <>; {many(s.reviewed, "record")} reviewed by people</> : <>; no record has been reviewed by people yet</>}.{s.note && <> {s.note}.</>}
      </>
    }>{s.title || s.store}</Title>
  );
}

function Hero({ bins }: { bins: Bins }) {
  const { query } = usePlace();
  const peaks = usePeaks(bins.bins, query);
  const first = bins.bins[0]!.from, last = bins.bins[bins.bins.length - 1]!.to;
  return (
    <TimeChart bins={bins.bins} from={first} to={last} window={bounds(query.get("date"))} peaks={peaks} height={330}
      label={`Events by ${bins.unit} from ${day(first)} to ${day(last)}; cooperation above the line, conflict below. The table has the same numbers.`}
      onWindow={(a, b) => setFilter({ date: period(a, b) }, true)} />
  );
}

/* The three tallest peaks that do not touch, each named after the event that was told most often in it. */
function usePeaks(bins: Bin[], query: URLSearchParams): Peak[] {
  const [peaks, set] = useState<Peak[]>([]);
  const tallest = useMemo(() => {
    const order = bins.map((b, i) => ({ b, i })).filter(({ b }) => b.events > 0).sort((x, y) => y.b.reports - x.b.reports);
    const kept: typeof order = [];
    for (const o of order) if (kept.length < 3 && kept.every((k) => Math.abs(k.i - o.i) > 2)) kept.push(o);
    return kept.map(({ b }) => b);
  }, [bins]);
  useEffect(() => {
    let live = true;
    Promise.all(tallest.map(async (b) => {
      const date = `${b.from}..${b.to}`;
      const page = await ask<Page>(call("events", query, { date, sort: "-reports", limit: 1 }));
      const e = page.rows[0];
      return { at: e?.date ?? b.from, title: e ? headline(e) : days(b.from, b.to), note: `${days(b.from, b.to)} · ${both(b.events, b.reports)}`, href: link("/events", filters(query), { date, sort: "-reports" }) };
    })).then((p) => { if (live) set(p); }, () => undefined);
    return () => { live = false; };
  }, [tallest]);
  return peaks;
}

function headline(e: Event): string {
  return e.title || e.quote;
}

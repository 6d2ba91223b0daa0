/* Every event, as cards with their sentence or as a table. */
import { useEffect, useState } from "preact/hooks";
import { type Event, call, useAsk } from "../api";
import { useKeys } from "../parts/hooks";
import { Table } from "../parts/table";
import { Await, Badge, Empty, EventCard, Lit, Notes, OnWord, Pager, Sure, Title, Tools, WhoWhom, useTable } from "../parts/ui";
import { go, link, usePlace } from "../url";
import { both, count, days } from "../words";

interface Page { events: number; reports: number; rows: Event[] }
const SIZE = 40;
const ORDERS = [["date", "oldest first"], ["-date", "newest first"], ["-reports", "most reports"], ["-confidence", "most certain"], ["confidence", "least certain"]] as const;

export function Events() {
  const place = usePlace();
  const table = useTable();
  const page = Math.max(1, Number(place.query.get("page")) || 1), sort = place.query.get("sort") ?? "-date";
  const rows = useAsk<Page>(call("events", place.query, { sort, limit: SIZE, offset: (page - 1) * SIZE }));
  return (
    <>
      <div class="head">
        <Title>Events</Title>
        <Tools api={call("events", place.query)} svg={false} twin={false}>
          <label>order <select class="field" value={sort} onChange={(e) => go(link(place.path, place.query, { sort: e.currentTarget.value, page: null }))}>
            {ORDERS.map(([v, words]) => <option key={v} value={v}>{words}</option>)}
          </select></label>
          <span class="tabs" role="group" aria-label="Show as">
            <a href={link(place.path, place.query, { as: null })} aria-current={!table ? "true" : undefined}>Sentences</a>
            <a href={link(place.path, place.query, { as: "table" })} aria-current={table ? "true" : undefined}>Table</a>
          </span>
        </Tools>
      </div>
      <Await of={rows} tall={600}>{(p) => !p.rows.length ? <Empty /> : (
        <>
          {table ? <Rows rows={p.rows} /> : <Cards rows={p.rows} />}
          <Pager total={p.events} size={SIZE} page={page} words={both(p.events, p.reports)} />
        </>
      )}</Await>
    </>
  );
}

/* j and k walk the cards; Enter opens, since each card's link takes the focus. */
function Cards({ rows }: { rows: Event[] }) {
  const [at, set] = useState(-1);
  useEffect(() => set(-1), [rows]);
  function step(by: number) {
    const next = Math.max(0, Math.min(rows.length - 1, at + by));
    set(next);
    document.querySelectorAll<HTMLElement>("main .event .quote a")[next]?.focus();
  }
  useKeys({ j: () => step(1), k: () => step(-1) });
  return <div class="cards">{rows.map((e) => <EventCard key={e.id} event={e} />)}</div>;
}

function Rows({ rows }: { rows: Event[] }) {
  return (
    <Table<Event> label="Events" rows={rows} id={(e) => e.id} columns={[
      { name: "date", label: "when", cell: (e) => <a href={`/event/${e.id}`}>{days(e.date, e.enddate, e.date_precision)}</a> },
      { name: "type", label: "what", cell: (e) => <><Badge event={e.event} mode={e.mode} /> <Notes event={e} /></> },
      { name: "who", label: "who, towards whom", cell: (e) => <WhoWhom event={e} /> },
      { name: "where", label: "where", cell: (e) => e.place ?? "", wide: true },
      { name: "word", label: "on whose word", cell: (e) => <OnWord event={e} />, wide: true },
      { name: "sentence", label: "sentence", cell: (e) => <span class="quote"><Lit event={e} /></span>, wide: true },
      { name: "reports", label: "reports", num: true, cell: (e) => count(e.n_reports) },
      { name: "sure", label: "confidence", num: true, cell: (e) => <Sure value={e.confidence} />, wide: true },
    ]} />
  );
}

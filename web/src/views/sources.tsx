/* Whose reports these are: how many in each week, gaps, copies and languages. */
import { call, useAsk } from "../api";
import { useWidth } from "../parts/hooks";
import { ticks, toDay } from "../parts/time";
import { Table } from "../parts/table";
import { Await, Empty, Title, Tools, useTable } from "../parts/ui";
import { filters, link, usePlace } from "../url";
import { count, days, many, percent } from "../words";
import "../style/sources.css";

interface Outlet { publisher: string; documents: number; events: number; copies: number; rewrites: number; first: string; last: string; languages: string[]; weeks: number[] }
interface Outlets { unit: string; bins: { from: string; to: string }[]; rows: Outlet[] }

export function Sources() {
  const { query } = usePlace();
  const table = useTable();
  const api = call("sources", query);
  const sources = useAsk<Outlets>(api);
  return (
    <>
      <Title note="A record of news can hold no more than news does: an outlet that falls silent looks like peace, and a story that is copied looks like many. Read every count beside these rows.">Sources</Title>
      <Await of={sources} tall={400}>{(s) => !s.rows.length ? <Empty /> : (
        <>
          <Bias s={s} />
          <section><div class="head"><h2>Reports by outlet and {s.unit}</h2><Tools api={api} /></div>{table ? <ByWeek s={s} /> : <div class="outlets">{s.rows.map((o) => <Row key={o.publisher} o={o} s={s} />)}</div>}</section>
          <section><h2>Outlets</h2><Table<Outlet> label="Outlets" rows={s.rows} id={(o) => o.publisher} order="-documents" columns={[
            { name: "publisher", label: "outlet", cell: (o) => <a class="who" href={link("/events", filters(query), { publisher: o.publisher })}>{o.publisher || "unknown"}</a>, sort: (o) => o.publisher },
            { name: "documents", label: "reports", num: true, cell: (o) => count(o.documents), sort: (o) => o.documents },
            { name: "events", label: "events told", num: true, cell: (o) => count(o.events), sort: (o) => o.events },
            { name: "copies", label: "copies", num: true, cell: (o) => count(o.copies), sort: (o) => o.copies },
            { name: "rewrites", label: "rewrites", num: true, cell: (o) => count(o.rewrites), sort: (o) => o.rewrites },
            { name: "gap", label: `${s.unit}s without a report`, num: true, cell: (o) => count(gaps(o)), sort: gaps, wide: true },
            { name: "language", label: "language", cell: (o) => o.languages.filter(Boolean).join(", "), wide: true },
            { name: "span", label: "from, to", cell: (o) => days(o.first, o.last), sort: (o) => o.first, wide: true },
          ]} /></section>
        </>
      )}</Await>
    </>
  );
}

/* Empty weeks between an outlet's first and last report. */
function gaps(o: Outlet): number {
  const first = o.weeks.findIndex((n) => n > 0), last = o.weeks.findLastIndex((n) => n > 0);
  return o.weeks.slice(first, last + 1).filter((n) => n === 0).length;
}

function Bias({ s }: { s: Outlets }) {
  const all = s.rows.reduce((n, o) => n + o.documents, 0), top = s.rows[0]!;
  const copies = s.rows.reduce((n, o) => n + o.copies + o.rewrites, 0);
  const empty = s.bins.filter((_, i) => s.rows.every((o) => !o.weeks[i])).length;
  return <p class="bias">{many(all, "report")} from {many(s.rows.length, "outlet")}. <b>{top.publisher || "One outlet"}</b> wrote {percent(top.documents / all)} of them. {count(copies)} {copies === 1 ? "is a copy or rewrite" : "are copies or rewrites"} of another. In {count(empty)} of {many(s.bins.length, s.unit)} there is no report at all.</p>;
}

function Row({ o, s }: { o: Outlet; s: Outlets }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const first = toDay(s.bins[0]!.from), last = toDay(s.bins[s.bins.length - 1]!.to) + 1, height = 30;
  const most = Math.max(1, ...s.rows.flatMap((r) => r.weeks));
  const x = (d: number) => ((d - first) / (last - first)) * width;
  const d = s.bins.map((b, i) => {
    const h = (o.weeks[i]! / most) * (height - 2);
    return h ? `M${x(toDay(b.from)).toFixed(1)} ${height}v${-Math.max(2, h)}H${Math.max(x(toDay(b.from)) + 1.5, x(toDay(b.to) + 1) - 0.7).toFixed(1)}V${height}Z` : "";
  }).join("");
  return (
    <div class="lane outlet"><p class="name">{o.publisher || "unknown"}<span>{many(o.documents, "report")}{o.copies + o.rewrites > 0 && `, ${o.copies + o.rewrites} copied`}</span></p>
      <div ref={ref}>{width > 0 && <svg width={width} height={height} role="img" data-chart aria-label={`${o.publisher}: ${many(o.documents, "report")}, ${days(o.first, o.last)}, ${gaps(o)} ${s.unit}s without one`}>
        {ticks(first, last, width).map((t) => <line key={t.day} class="grid" x1={x(t.day)} x2={x(t.day)} y1={0} y2={height} />)}
        <line class="zero" x1={0} x2={width} y1={height} y2={height} /><path class="reports-bar" d={d} /></svg>}</div>
    </div>
  );
}

function ByWeek({ s }: { s: Outlets }) {
  const rows = s.bins.map((b, i) => ({ ...b, i })).filter(({ i }) => s.rows.some((o) => o.weeks[i]));
  return (
    <Table<(typeof rows)[number]> label={`Reports by ${s.unit} and outlet`} rows={rows} id={(r) => r.from} order="when" columns={[
      { name: "when", label: s.unit, cell: (r) => days(r.from, r.to), sort: (r) => r.from },
      ...s.rows.map((o) => ({ name: o.publisher, label: o.publisher || "unknown", num: true, cell: (r: { i: number }) => count(o.weeks[r.i]!), sort: (r: { i: number }) => o.weeks[r.i]! })),
    ]} />
  );
}

/* The twin of the chart over time, and its key. */
import { QUADS, count, days } from "../words";
import { Table } from "./table";
import type { Bin } from "./timechart";
import { QuadMark } from "./ui";

export function Legend() {
  return <p class="legend">{QUADS.map((q) => <span key={q.id} class="badge"><QuadMark quad={q.id} />{q.name}</span>)}</p>;
}

export function BinTable({ bins, unit }: { bins: Bin[]; unit: string }) {
  return (
    <Table<Bin> label={`Events and reports by ${unit}`} rows={bins.filter((b) => b.events)} id={(b) => b.from} order="when" columns={[
      { name: "when", label: unit, cell: (b) => days(b.from, b.to), sort: (b) => b.from },
      ...QUADS.map((q, i) => ({ name: q.letter, label: q.name, num: true, cell: (b: Bin) => count(b.quads[i]!), sort: (b: Bin) => b.quads[i]! })),
      { name: "events", label: "events", num: true, cell: (b) => count(b.events), sort: (b) => b.events },
      { name: "reports", label: "reports", num: true, cell: (b) => count(b.reports), sort: (b) => b.reports },
    ]} />
  );
}

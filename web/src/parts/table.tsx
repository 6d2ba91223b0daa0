/* A table that can be sorted, read by machine and walked with j and k. */
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";

export interface Column<T> { name: string; label: ComponentChildren; cell: (row: T) => ComponentChildren; sort?: (row: T) => string | number; num?: boolean; wide?: boolean }
interface Props<T> { label: string; columns: Column<T>[]; rows: T[]; id: (row: T) => string; order?: string; current?: string }

export function Table<T>({ label, columns, rows, id, order = "", current }: Props<T>) {
  const [by, setBy] = useState(order);
  const down = by.startsWith("-"), name = by.replace(/^-/, "");
  const sorted = useMemo(() => {
    const column = columns.find((c) => c.name === name);
    if (!column?.sort) return rows;
    const key = column.sort;
    return [...rows].sort((a, b) => { const x = key(a), y = key(b); return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); });
  }, [rows, by]);
  return (
    <div class="table" tabIndex={0} role="region" aria-label={label}>
      <table>
        <caption class="hide">{label}</caption>
        <thead>
          <tr>{columns.map((c) => (
            <th key={c.name} scope="col" class={cls(c)} aria-sort={c.name === name ? (down ? "descending" : "ascending") : undefined}>
              {c.sort ? <button type="button" onClick={() => setBy(c.name === name && down ? c.name : c.name === name ? "-" + c.name : c.num ? "-" + c.name : c.name)}>{c.label}{c.name === name ? (down ? " ↓" : " ↑") : ""}</button> : c.label}
            </th>
          ))}</tr>
        </thead>
        <tbody>{sorted.map((row) => (
          <tr key={id(row)} aria-current={id(row) === current ? "true" : undefined}>{columns.map((c) => <td key={c.name} class={cls(c)}>{c.cell(row)}</td>)}</tr>
        ))}</tbody>
      </table>
    </div>
  );
}
function cls<T>(c: Column<T>): string { return [c.num && "num", c.wide && "wide-only"].filter(Boolean).join(" "); }

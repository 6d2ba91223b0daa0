/* What is filtered, and by what one may filter. Counts beside a value are events that would remain if it were chosen. */
import type { ComponentChildren } from "preact";
import { call, useAsk } from "../api";
import { FILTERS, type Filter, here, link, setFilter, usePlace, go } from "../url";
import { AUX, QUADS, TYPES, codeWords, count, days, many } from "../words";
import { QuadMark } from "./ui";
import { bounds, toIso } from "./time";

export interface Value { value: string; label: string; events: number; reports: number }
export type Facets = Record<string, Value[]>;

const NAMES: Record<string, string> = {
  party: "party", actor: "actor", recipient: "recipient", type: "type", quad: "class", date: "period", country: "country", publisher: "outlet", aux: "standing",
  source: "on the word of", stance: "stance", meeting: "meeting", answer: "answer", confidence: "confidence", reports: "reports", dead: "dead", disputed: "disputed", reviewed: "reviewed", text: "words",
};

function valueWords(name: string, value: string): string {
  const each = (f: (v: string) => string) => value.split(",").map(f).join(" or ");
  if (name === "quad") return each((v) => QUADS[+v - 1]?.name ?? v);
  if (name === "type") return each((v) => v);
  if (name === "aux") return each((v) => AUX[v]?.word ?? v);
  if (name === "disputed" || name === "reviewed") return value === "0" ? "no" : "yes";
  if (name === "confidence") return "at least " + value;
  if (name === "text") return `“${value}”`;
  if (name === "date") {
    const b = bounds(value);
    if (!b) return value;
    if (!isFinite(b[0])) return "until " + days(toIso(b[1]));
    if (!isFinite(b[1])) return "from " + days(toIso(b[0]));
    return days(toIso(b[0]), toIso(b[1]));
  }
  return each((v) => (/^[A-Z]{3}(\.[A-Z]{3})?$|^\.[A-Z]{3}$/.test(v) ? codeWords(v) : v));
}

export function Chips({ onOpen }: { onOpen?: () => void }) {
  const { path, query } = usePlace();
  const on = FILTERS.filter((f) => query.get(f));
  return (
    <div class="chips no-print" role="group" aria-label="Filters in force">
      {onOpen && <button type="button" class="button filter-open" onClick={onOpen}>Filters{on.length ? ` (${on.length})` : ""}</button>}
      {on.map((f) => (
        <span class="chip" key={f}><span class="quiet">{NAMES[f]}</span> <b>{valueWords(f, query.get(f)!)}</b>
          <button type="button" aria-label={`Take out the filter ${NAMES[f]} ${valueWords(f, query.get(f)!)}`} onClick={() => setFilter({ [f]: null })}>✕</button>
        </span>
      ))}
      {on.length > 1 && <a class="small" href={link(path, query, Object.fromEntries(FILTERS.map((f) => [f, null])))}>clear all</a>}
    </div>
  );
}

export function Filters() {
  const { query } = usePlace();
  const { data } = useAsk<Facets>(call("facets", query));
  const any = FILTERS.some((f) => query.get(f));
  const facet = (name: Filter, values: Value[] | undefined, show?: (v: Value) => ComponentChildren, most = 8) => (
    <Facet name={name} values={values ?? []} chosen={query.get(name)} show={show} most={most} />
  );
  return (
    <>
      <h2>FILTERS {any && <button type="button" class="button plain small" onClick={clear}>clear</button>}</h2>
      <Group title="What" open>{facet("quad", data?.["quad"], (v) => <><span class="badge"><QuadMark quad={+v.value} /></span> {QUADS[+v.value - 1]?.name}</>)}</Group>
      <Group title="Who" open>{facet("party", data?.["party"], (v) => v.label === v.value ? codeWords(v.value) : v.label)}</Group>
      <Group title="Type" open={!!query.get("type")}>{facet("type", data?.["type"], (v) => <span title={TYPES[v.value]?.verb}>{v.value.toLowerCase()}</span>, 16)}</Group>
      <Group title="Standing" open={!!query.get("aux") || !!query.get("disputed")}>
        {facet("aux", data?.["aux"], (v) => v.value === "none" ? "told as fact or claim" : AUX[v.value]?.word ?? v.value)}
        <label class="row"><input type="checkbox" checked={!!query.get("disputed")} onChange={(e) => setFilter({ disputed: e.currentTarget.checked ? "1" : null })} /> only disputed</label>
      </Group>
      <Group title="When" open={false}><Period /></Group>
      <Group title="Where" open={!!query.get("country")}>{facet("country", data?.["country"])}</Group>
      <Group title="Outlet" open={!!query.get("publisher")}>{facet("publisher", data?.["publisher"])}</Group>
    </>
  );
}

function clear() {
  const place = here();
  go(link(place.path, place.query, Object.fromEntries(FILTERS.map((f) => [f, null]))));
}

function Group({ title, open, children }: { title: string; open: boolean; children: ComponentChildren }) {
  return <details open={open}><summary>{title}</summary>{children}</details>;
}

function Facet({ name, values, chosen, show, most }: { name: Filter; values: Value[]; chosen: string | null; show?: (v: Value) => ComponentChildren; most: number }) {
  const on = new Set(chosen?.split(",") ?? []);
  const top = Math.max(1, ...values.map((v) => v.events));
  const listed = values.filter((v, i) => i < most || on.has(v.value));
  function toggle(value: string) {
    on.has(value) ? on.delete(value) : on.add(value);
    setFilter({ [name]: [...on].join(",") || null });
  }
  if (!values.length) return <p class="quiet small">none</p>;
  return (
    <div class="facet" role="group" aria-label={NAMES[name]}>
      {listed.map((v) => (
        <button type="button" key={v.value} aria-pressed={on.has(v.value)} onClick={() => toggle(v.value)} style={{ "--part": String(v.events / top) }} title={`${many(v.events, "event")} / ${many(v.reports, "report")}`}>
          <span>{show ? show(v) : v.label}</span><span class="num">{count(v.events)}</span>
        </button>
      ))}
    </div>
  );
}

function Period() {
  const { query } = usePlace();
  const b = bounds(query.get("date"));
  const from = b && isFinite(b[0]) ? toIso(b[0]) : "", to = b && isFinite(b[1]) ? toIso(b[1]) : "";
  const set = (x: string, y: string) => setFilter({ date: x || y ? `${x}..${y}` : null });
  return (
    <>
      <label class="row"><span>from</span><input class="field" type="date" value={from} max={to || undefined} onChange={(e) => set(e.currentTarget.value, to)} /></label>
      <label class="row"><span>to</span><input class="field" type="date" value={to} min={from || undefined} onChange={(e) => set(from, e.currentTarget.value)} /></label>
    </>
  );
}

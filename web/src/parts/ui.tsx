/* Small parts that every view uses. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Coded, Event, Party, Waiting } from "../api";
import { link, usePlace } from "../url";
import { ANSWERS, AUX, QUADS, TYPES, codeWords, count, day, days, many, party, percent, range } from "../words";

export function Title({ children, note }: { children: ComponentChildren; note?: ComponentChildren }) {
  return <header><h1 tabIndex={-1}>{children}</h1>{note && <p>{note}</p>}</header>;
}

export function QuadMark({ quad }: { quad: number }) {
  const q = QUADS[quad - 1];
  return q ? <i class={`q${q.id}`} title={q.name}>{q.letter}</i> : null;
}

export function Badge({ event, mode = [] }: { event: string; mode?: string[] }) {
  return <span class="badge" title={TYPES[event]?.verb}><QuadMark quad={TYPES[event]?.quad ?? 0} />{[event, ...mode].join(" · ")}</span>;
}

/* Whether it took place at all, in words before anything else. */
export function Notes({ event, aux = event.aux ?? [] }: { event: Partial<Event>; aux?: string[] }) {
  return (
    <>
      {aux.map((a) => <span key={a} class={"note " + (a === "negation" ? "not" : "may")} title={AUX[a]?.tells}>{AUX[a]?.word ?? a}</span>)}
      {event.disputed ? <span class="note split" title="Reports contradict each other">disputed</span> : null}
      {event.reviewed ? <span class="note seen" title={`Reviewed: ${event.reviewed}`}>reviewed</span> : null}
    </>
  );
}

export function partyName(p: Party): string {
  return p.name || p.text || party(p.code, p.sector);
}

export function Who({ p, as = "party" }: { p: Party; as?: string }) {
  const { query } = usePlace();
  const value = p.id || party(p.code, p.sector);
  const code = party(p.code, p.sector);
  const title = `${codeWords(code)}${p.office ? ", " + p.office : ""}. Show all events of ${partyName(p)}`;
  if (value === "unknown") return <span class="who">{partyName(p)}</span>;
  return <a class="who" href={link("/events", query, { [as]: value })} title={title}><bdi>{partyName(p)}</bdi></a>;
}

export function Parties({ list }: { list: Party[] }) {
  return <>{list.map((p, i) => <span key={i}>{i ? (i === list.length - 1 ? " and " : ", ") : ""}<Who p={p} /></span>)}</>;
}

export function WhoWhom({ event }: { event: Coded }) {
  return (
    <span class="parties">
      {event.actors.length ? <Parties list={event.actors} /> : <span class="quiet">somebody</span>}
      {event.recipients.length > 0 && <><span class="arrow" aria-hidden="true"> → </span><span class="hide"> towards </span><Parties list={event.recipients} /></>}
    </span>
  );
}

export function Sure({ value }: { value: number }) {
  return (
    <span class="sure" title="Confidence: the share of such records that a reviewer would accept">
      <svg viewBox="0 0 34 6" aria-hidden="true"><rect class="track" width="34" height="6" rx="3" /><rect class="part" width={Math.max(3, 34 * value)} height="6" rx="3" /></svg>
      <span class="hide">confidence </span>{percent(value)}
    </span>
  );
}

const SAYS: Record<string, string> = { asserts: "says", admits: "admits", denies: "denies", believes: "believes", expects: "expects" };
export function saying(stance: string | null): string { return SAYS[stance ?? ""] ?? "says"; }

export function OnWord({ event }: { event: Coded }) {
  const source = event.claim_source;
  if (!source?.text && !source?.name) return event.stance ? <span>unnamed source {saying(event.stance)}</span> : <span>{event.publisher || "the reporter"} reports</span>;
  return <span>claim: <Who p={source} as="source" /> {saying(event.stance)}</span>;
}

export function Numbers({ event }: { event: Coded }) {
  return <>{event.quantities.map((q) => <span key={q.kind}>{range(q.low, q.high)} {q.kind}</span>)}</>;
}

export function EventCard({ event, brief = false }: { event: Event; brief?: boolean }) {
  return (
    <article class="event">
      <p class="when">{days(event.date, event.enddate, event.date_precision)}</p>
      <p class="what"><Badge event={event.event} mode={event.mode} /><WhoWhom event={event} /><Notes event={event} /></p>
      <p class="told"><b>{count(event.n_reports)}</b> {event.n_reports === 1 ? "report" : "reports"}</p>
      <blockquote class="quote"><a href={`/event/${event.id}`}><Lit event={event} /></a></blockquote>
      {!brief && (
        <p class="meta">
          <OnWord event={event} />
          {event.place && <span>{event.place}</span>}
          <Numbers event={event} />
          {event.answer && <span>answer: {ANSWERS[event.answer] ?? event.answer}</span>}
          <span>{many(event.n_publishers, "outlet")}</span>
          <Sure value={event.confidence} />
        </p>
      )}
    </article>
  );
}

/* The sentence with the words that carry the event lit. */
export function Lit({ event }: { event: Coded }) {
  const text = event.sentence_text ?? event.quote;
  const at = text.indexOf(event.quote);
  if (at < 0 || !event.sentence_text) return <bdi>“{text}”</bdi>;
  return <bdi>“{text.slice(0, at)}<mark>{event.quote}</mark>{text.slice(at + event.quote.length)}”</bdi>;
}

export function Empty({ title = "Nothing answers these filters.", children }: { title?: string; children?: ComponentChildren }) {
  return <div class="empty"><b>{title}</b>{children ?? <p>Take one out, or widen the period.</p>}</div>;
}

export function Await<T>({ of, children, tall }: { of: Waiting<T>; children: (data: T) => ComponentChildren; tall?: number }) {
  if (of.error) return <p class="fault" role="alert">{of.error}</p>;
  if (!of.data) return <div class="wait" aria-busy="true" style={tall ? { height: `${tall}px` } : undefined}><span class="hide">Loading</span></div>;
  return <>{children(of.data)}</>;
}

/* Chart or table, and the same answer as files. */
export function Tools({ api, svg = true, twin = true, children }: { api?: string; svg?: boolean; twin?: boolean; children?: ComponentChildren }) {
  const place = usePlace();
  const as = place.query.get("as");
  return (
    <div class="tools no-print">
      {children}
      {twin && (
        <span class="tabs" role="group" aria-label="Show as">
          <a href={link(place.path, place.query, { as: null })} aria-current={as !== "table" ? "true" : undefined}>Chart</a>
          <a href={link(place.path, place.query, { as: "table" })} aria-current={as === "table" ? "true" : undefined}>Table</a>
        </span>
      )}
      {api && (
        <span class="files"><span class="hide">Download</span>
          <a href={typed(api, "csv")} download>.csv</a><a href={typed(api, "json")} download>.json</a>
          {svg && <button type="button" onClick={saveSvg}>.svg</button>}
        </span>
      )}
    </div>
  );
}

/* /api/events?x -> /api/events.csv?x */
export function typed(api: string, type: string): string {
  const [path, query] = api.split("?");
  return `${path}.${type}${query ? "?" + query : ""}`;
}

/* The chart of this view as a file of its own: styles are written into it, since it leaves the page's style sheet behind. */
const PAINT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "fill-opacity", "stroke-linecap"];
function saveSvg(event: MouseEvent): void {
  const scope = (event.currentTarget as Element).closest("section, main") ?? document;
  const chart = scope.querySelector<SVGSVGElement>("svg[data-chart]") ?? document.querySelector<SVGSVGElement>("svg[data-chart]");
  if (!chart) return;
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const from = [chart, ...chart.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((e, i) => {
    const style = getComputedStyle(e);
    for (const name of PAINT) to[i]!.setAttribute(name, style.getPropertyValue(name));
    to[i]!.removeAttribute("class");
    to[i]!.removeAttribute("style");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--paper").trim());
  copy.prepend(ground);
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  a.download = `dateline-${location.pathname.split("/")[1] || "overview"}.svg`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}

export function useTable(): boolean { return usePlace().query.get("as") === "table"; }

/* Says something to whoever listens instead of looking. */
export function say(text: string): void {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

export function Dialog({ open, onClose, label, children }: { open: boolean; onClose: () => void; label: string; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !ref.current?.open) ref.current?.showModal();
    if (!open && ref.current?.open) ref.current.close();
  }, [open]);
  return <dialog ref={ref} aria-label={label} onClose={onClose} onClick={(e) => { if (e.target === ref.current) onClose(); }}>{open && children}</dialog>;
}

export function Pager({ total, size, page, words }: { total: number; size: number; page: number; words: string }) {
  const place = usePlace();
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  const to = (p: number) => link(place.path, place.query, { page: p > 1 ? String(p) : null });
  return (
    <nav class="pager" aria-label="Pages">
      {page > 1 && <a class="button" href={to(page - 1)} rel="prev">Back</a>}
      <span>{count((page - 1) * size + 1)}–{count(Math.min(total, page * size))} of {words}</span>
      {page < last && <a class="button" href={to(page + 1)} rel="next">Next</a>}
    </nav>
  );
}

export function Day({ iso }: { iso: string | null | undefined }) { return iso ? <time dateTime={iso}>{day(iso)}</time> : <span class="quiet">no date</span>; }

/* A record and the report that it comes from, as the evidence and the review view show them. */
import type { ComponentChildren } from "preact";
import type { Coded, Correction, Event, FieldSpan } from "../api";
import { link, usePlace } from "../url";
import { ANSWERS, AUX, QUADS, TYPES, codeWords, day, days, many, party, range } from "../words";
import { type Mark, Reader } from "./reader";
import { Day, Parties, Sure, partyName, saying } from "./ui";
import "../style/evidence.css";

export interface Report extends Coded { tie: string }
export interface Full extends Omit<Event, "reports"> { reports: Report[]; corrections: Correction[] }
export interface Article {
  doc_id: string; date: string | null; title: string | null; source: string | null; url: string | null; language: string | null; author: string | null;
  text: string | null; text_kept: string; text_hash: string | null; coder: string;
  sentences: { n: number; start: number; end: number; block: string }[]; events: (Coded & { id: string })[]; copies: { doc_id: string; tie: string; source: string; date: string; title: string }[];
}

export const TIES: Record<string, string> = { first: "first report", report: "another report", copy: "word for word a copy", rewrite: "rewritten from another report", "follow-up": "later report that looks back" };

/* "Government of X refuses → Y" as plain text and with its verb set apart. */
export function headline(event: Coded): [who: string, verb: string, whom: string] {
  const names = (list: Coded["actors"]) => list.map(partyName).join(", ");
  const mutual = event.actors.length > 1 && !event.recipients.length;
  const verb = mutual ? event.event.toLowerCase() : TYPES[event.event]?.verb.split(/,| or /)[0] ?? event.event.toLowerCase();
  return [names(event.actors) || "Somebody", verb, names(event.recipients)];
}
export function Headline({ event }: { event: Coded }) {
  const [who, verb, whom] = headline(event);
  return <>{who} <em class="verb">{verb}</em>{whom ? <> → {whom}</> : null}</>;
}

export interface Field { name: string; label: string; kind: string; n: number; value: ComponentChildren; note?: string; spans: FieldSpan[] }

export function fieldsOf(r: Coded): Field[] {
  const spans = (...names: string[]) => (r.spans ?? []).filter((s) => names.includes(s.field));
  const out: Omit<Field, "n">[] = [];
  const add = (name: string, label: string, value: ComponentChildren, from: FieldSpan[], note?: string, kind = label) => { if (value) out.push({ name, label, kind, value, spans: from, note }); };
  add("what", "event", <><b>{r.event}</b>{r.mode.length ? ` · ${r.mode.join(", ")}` : ""}</>, spans("event"), `${QUADS[r.quad_code - 1]?.name}; CAMEO ${r.cameo ?? "–"}; score ${r.event_scale ?? "–"}`);
  add("who", "actor", r.actors.length ? <Parties list={r.actors} /> : null, spans("actor"), r.actors.map((p) => codeWords(party(p.code, p.sector))).join("; "));
  add("towards whom", "recipient", r.recipients.length ? <Parties list={r.recipients} /> : null, spans("recipient"), r.recipients.map((p) => codeWords(party(p.code, p.sector))).join("; "));
  add("when", "date", days(r.date, r.enddate, r.date_precision), spans("date"), r.date_basis === "publication" ? "the report's own date" : r.date_basis === "unanchored" ? "relative words in a block without a date" : r.date_precision === "day" ? undefined : `to the ${r.date_precision}`);
  add("where", "place", r.place || r.place_text, spans("place"), [r.province !== r.place && r.province, r.country_code].filter(Boolean).join(", "));
  for (const q of r.quantities) add(q.kind, q.kind, range(q.low, q.high), spans(q.kind), q.text ? `“${q.text}”` : undefined, "quantity");
  add("on the word of", "source", r.stance ? <>{r.claim_source?.text || r.claim_source?.name ? partyName(r.claim_source) : "somebody unnamed"} <em>{saying(r.stance)}</em></> : <>{r.publisher || "the reporter"} <span class="quiet">(told as fact)</span></>, spans("source", "cue"));
  add("standing", "aux", r.aux.length ? r.aux.map((a) => AUX[a]?.word ?? a).join(", ") : null, [], r.aux.map((a) => AUX[a]?.tells).join(" "));
  add("answer", "answer", r.answer && <>{ANSWERS[r.answer] ?? r.answer}</>, []);
  add("about", "context", r.context.join(", ").replace(/_/g, " "), []);
  return out.map((f, i) => ({ ...f, n: i + 1 }));
}

/* What reviewers have put beside a field. */
const BESIDE: Record<string, string> = { event: "what", mode: "mode", actor: "who", recipient: "towards whom", date: "when", place: "where", aux: "standing" };
function Put({ c }: { c: Correction }) {
  const words = (c.new ?? "").split(" ").filter(Boolean).map((w) => (c.field === "aux" ? AUX[w]?.word ?? w : w)).join(c.field === "place" ? " " : ", ");
  return <span class="put"><span class="note seen">reviewer</span> <b>{words || "none"}</b> <span class="small quiet">{[c.field === "mode" && "mode", c.reviewer, day(c.at), c.reason].filter(Boolean).join(" · ")}</span></span>;
}

interface FieldsProps { fields: Field[]; at: string | null; onAt: (label: string | null) => void; corrections?: Correction[] }

/* The machine's values, each with the number of its words in the text; what reviewers say stands beside them, not in their place. */
export function Fields({ fields, at, onAt, corrections = [] }: FieldsProps) {
  const of = (label: string) => corrections.filter((c) => c.field === label || (label === "event" && c.field === "mode"));
  const bare = Object.keys(BESIDE).filter((label) => label !== "mode" && !fields.some((f) => f.label === label) && of(label).length);
  return (
    <dl>
      {fields.map((f) => (
        <div key={f.label} id={"f-" + f.label} class={`field-row s-${f.kind}${at === f.label ? " here" : ""}`} tabIndex={f.spans.length ? 0 : -1}
          onFocus={() => onAt(f.label)} onBlur={() => onAt(null)} onPointerEnter={() => onAt(f.label)} onPointerLeave={() => onAt(null)}>
          <dt>{f.name}{f.spans.length > 0 && <span class="tag" aria-hidden="true">{f.n}</span>}</dt>
          <dd>{f.value}{f.note && <span class="small quiet"> {f.note}</span>}{f.spans.length > 0 && <span class="hide">, from the words: {f.spans.map((s) => s.quote).join("; ")}</span>}{of(f.label).map((c) => <Put key={c.correction_id} c={c} />)}</dd>
        </div>
      ))}
      {bare.map((label) => <div key={label} class="field-row"><dt>{BESIDE[label]}</dt><dd><span class="quiet">none</span>{of(label).map((c) => <Put key={c.correction_id} c={c} />)}</dd></div>)}
    </dl>
  );
}

export function ReportHead({ a, id, children }: { a: Article; id: string; children?: ComponentChildren }) {
  return (
    <div class="report-head">
      <h2 id={id}>{a.title || "Untitled report"}</h2>
      <p class="small quiet"><b>{a.source || "unknown outlet"}</b> · <Day iso={a.date} />{a.author && <> · {a.author}</>}{a.url && <> · <a href={a.url} rel="noreferrer noopener" target="_blank">original</a></>}{children && <> · {children}</>}</p>
    </div>
  );
}

/* The report's text with the record's words marked and its sentence lit. */
export function Told({ a, report, fields, at, onAt }: { a: Article; report: Coded; fields: Field[]; at: string | null; onAt: (label: string | null) => void }) {
  const marks: Mark[] = fields.flatMap((f) => f.spans.map((s) => ({ start: s.start, end: s.end, kind: f.kind, label: f.label, n: f.n, title: f.name })));
  if (a.text) return <Reader text={a.text} marks={marks} lit={lit(a, report)} at={at} onMark={onAt} language={a.language} />;
  return <div class="text"><p><span class="lit">{report.sentence_text ?? report.quote}</span></p><p class="small quiet">Of this report the store keeps {a.text_kept === "snippet" ? "snippets only" : "no text"}; offsets and the text's digest are kept.</p></div>;
}

function lit(a: Article, report: Coded): { start: number; end: number } {
  const s = a.sentences.find((x) => x.start <= report.start && report.start < x.end);
  return s ?? { start: report.start, end: report.end };
}

/* The record that leads the event. */
export const leading = (e: Full): Report => e.reports.find((r) => r.event_id === e.event_id) ?? e.reports[0] ?? { ...e, tie: "first" };
/* The one that the address names, else the one that leads. */
export const named = (e: Full, id: string | null): Report => e.reports.find((r) => r.event_id === id || r.doc_id === id) ?? leading(e);

/* Every record of the event; `first` is the one that is shown when the address names none. */
export function ToldBy({ event, report, first = leading(event) }: { event: Full; report: Report; first?: Report }) {
  const { path, query } = usePlace();
  if (event.reports.length < 2) return null;
  return (
    <nav class="told-by" aria-label="Reports of this event">
      <h3>{many(event.n_reports, "report")} of this event{event.reports.length > event.n_reports && `, in ${event.reports.length} records`}</h3>
      <ol>{event.reports.map((r) => (
        <li key={r.event_id}><a href={link(path, query, { report: r === first ? null : r.event_id })} aria-current={r === report ? "true" : undefined}>
          <b>{r.publisher || r.doc_id}</b> <Day iso={r.published} /> <span class="note">{TIES[r.tie] ?? r.tie}</span><span class="quote">{r.quote}</span></a></li>
      ))}</ol>
    </nav>
  );
}

export function Rule({ report }: { report: Report }) {
  return (
    <div class="rule">
      <h3>Why it was coded so</h3>
      <p><code>{report.rule}</code> <Sure value={report.confidence} /></p>
      <p class="small quiet">{report.rule.startsWith("model.") ? "Decided by the model." : "Decided by the rule of this name."} The tree and the words: <code>dateline explain --record {report.event_id}</code></p>
      <p class="small quiet">{report.coder}</p>
    </div>
  );
}

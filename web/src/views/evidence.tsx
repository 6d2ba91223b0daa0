/* The record beside the report that it comes from: every field and the words that it rests on. */
import { useMemo, useState } from "preact/hooks";
import { type Coded, type Event, type FieldSpan, useAsk } from "../api";
import { useKeys } from "../parts/hooks";
import { type Mark, Reader } from "../parts/reader";
import { Await, Badge, Day, Notes, OnWord, Parties, Sure, Title, WhoWhom, partyName, saying } from "../parts/ui";
import { filters, go, link, usePlace } from "../url";
import { ANSWERS, AUX, QUADS, TYPES, codeWords, days, many, party, range } from "../words";
import type { ComponentChildren } from "preact";
import "../style/evidence.css";

interface Report extends Coded { tie: string }
interface Full extends Omit<Event, "reports"> { reports: Report[] }
interface Article {
  doc_id: string; date: string | null; title: string | null; source: string | null; url: string | null; language: string | null; author: string | null;
  text: string | null; text_kept: string; text_hash: string | null; coder: string;
  sentences: { n: number; start: number; end: number; block: string }[]; events: (Coded & { id: string })[]; copies: { doc_id: string; tie: string; source: string; date: string; title: string }[];
}

const TIES: Record<string, string> = { first: "first report", report: "another report", copy: "word for word a copy", rewrite: "rewritten from another report", "follow-up": "later report that looks back" };

export function EventView() {
  const { id } = usePlace();
  const event = useAsk<Full>(`/api/events/${encodeURIComponent(id)}`);
  return <Await of={event} tall={500}>{(e) => <Sheet key={e.id} event={e} />}</Await>;
}

function Sheet({ event }: { event: Full }) {
  const { path, query } = usePlace();
  const report = event.reports.find((r) => r.doc_id === query.get("report")) ?? event.reports[0]!;
  const article = useAsk<Article>(`/api/articles/${encodeURIComponent(report.doc_id)}`);
  const [at, setAt] = useState<string | null>(null);
  const fields = useMemo(() => fieldsOf(report), [report]);
  const step = (by: number) => {
    const list = fields.filter((f) => f.spans.length);
    const i = list.findIndex((f) => f.label === at);
    const next = list[(i + by + list.length + (i < 0 && by < 0 ? 1 : 0)) % list.length];
    if (next) document.getElementById("f-" + next.label)?.focus();
  };
  useKeys({
    j: () => step(1), k: () => step(-1), u: () => history.length > 1 ? history.back() : go("/events"),
    r: () => go(`/review?id=${event.id}`),
  });
  const marks: Mark[] = fields.flatMap((f) => f.spans.map((s) => ({ start: s.start, end: s.end, kind: f.kind, label: f.label, n: f.n, title: f.name })));
  const index = event.reports.indexOf(report);
  return (
    <>
      <p class="crumbs small"><a href={link("/events", filters(query))}>Events</a> / {event.id}</p>
      <Title note={<><Badge event={event.event} mode={event.mode} /> <Notes event={event as unknown as Event} /> <span class="quiet">{days(event.date, event.enddate, event.date_precision)} · told by {many(event.reports.length, "report")} from {many(event.n_publishers, "outlet")}</span></>}>
        <Headline event={event} />
      </Title>
      <div class="pair">
        <section class="record" aria-labelledby="record">
          <div class="head"><h2 id="record">Record</h2><span class="tools"><span class="files"><a href={`/api/events/${event.id}.json`} download>.json</a></span></span></div>
          <dl>{fields.map((f) => (
            <div key={f.label} id={"f-" + f.label} class={`field-row s-${f.kind}${at === f.label ? " here" : ""}`} tabIndex={f.spans.length ? 0 : -1}
              onFocus={() => setAt(f.label)} onBlur={() => setAt(null)} onPointerEnter={() => setAt(f.label)} onPointerLeave={() => setAt(null)}>
              <dt>{f.name}{f.spans.length > 0 && <span class="tag" aria-hidden="true">{f.n}</span>}</dt>
              <dd>{f.value}{f.note && <span class="small quiet"> {f.note}</span>}{f.spans.length > 0 && <span class="hide">, from the words: {f.spans.map((s) => s.quote).join("; ")}</span>}</dd>
            </div>
          ))}</dl>
          <Rule report={report} />
          <p class="actions"><a class="button" href={`/review?id=${event.id}`}>Review <kbd>r</kbd></a>{event.disputed ? <a class="button" href={`/claim/${event.id}`}>Compare claims</a> : null}{event.meeting && <a class="button" href={`/meeting/${encodeURIComponent(event.meeting)}`}>Meeting</a>}</p>
        </section>
        <section class="report" aria-labelledby="report">
          <Await of={article} tall={360}>{(a) => (
            <>
              <ReportHead a={a} id="report"><a href={link(`/article/${encodeURIComponent(a.doc_id)}`, filters(query))}>whole article</a></ReportHead>
              {a.text ? <Reader text={a.text} marks={marks} lit={lit(a, report)} at={at} onMark={setAt} language={a.language} /> : <Kept report={report} kept={a.text_kept} />}
            </>
          )}</Await>
          {event.reports.length > 1 && (
            <nav class="told-by" aria-label="Reports of this event">
              <h3>{many(event.reports.length, "report")} of this event</h3>
              <ol>{event.reports.map((r, i) => (
                <li key={r.doc_id}><a href={link(path, query, { report: i ? r.doc_id : null })} aria-current={i === index ? "true" : undefined}>
                  <b>{r.publisher || r.doc_id}</b> <Day iso={r.published} /> <span class="note">{TIES[r.tie] ?? r.tie}</span><span class="quote">{r.quote}</span></a></li>
              ))}</ol>
            </nav>
          )}
        </section>
      </div>
    </>
  );
}

function Headline({ event }: { event: Full }) {
  const verb = TYPES[event.event]?.verb.split(/,| or /)[0] ?? event.event.toLowerCase();
  const names = (list: Coded["actors"]) => list.map(partyName).join(", ");
  const mutual = event.actors.length > 1 && !event.recipients.length;
  return <>{names(event.actors) || "Somebody"} <em class="verb">{mutual ? event.event.toLowerCase() : verb}</em>{event.recipients.length ? <> → {names(event.recipients)}</> : null}</>;
}

function lit(a: Article, report: Coded): { start: number; end: number } {
  const s = a.sentences.find((x) => x.start <= report.start && report.start < x.end);
  return s ?? { start: report.start, end: report.end };
}

function ReportHead({ a, id, children }: { a: Article; id: string; children?: ComponentChildren }) {
  return (
    <div class="report-head">
      <h2 id={id}>{a.title || "Untitled report"}</h2>
      <p class="small quiet"><b>{a.source || "unknown outlet"}</b> · <Day iso={a.date} />{a.author && <> · {a.author}</>}{a.url && <> · <a href={a.url} rel="noreferrer noopener" target="_blank">original</a></>}{children && <> · {children}</>}</p>
    </div>
  );
}

function Kept({ report, kept }: { report: Coded; kept: string }) {
  return <div class="text"><p><span class="lit">{report.sentence_text ?? report.quote}</span></p><p class="small quiet">Of this report the store keeps {kept === "snippet" ? "snippets only" : "no text"}; offsets and the text's digest are kept.</p></div>;
}

interface Field { name: string; label: string; kind: string; n: number; value: ComponentChildren; note?: string; spans: FieldSpan[] }

function fieldsOf(r: Coded): Field[] {
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

function Rule({ report }: { report: Report }) {
  return (
    <div class="rule">
      <h3>Why it was coded so</h3>
      <p><code>{report.rule}</code> <Sure value={report.confidence} /></p>
      <p class="small quiet">{report.rule.startsWith("model.") ? "Decided by the model." : "Decided by the rule of this name."} The tree and the words: <code>dateline explain --record {report.event_id}</code></p>
      <p class="small quiet">{report.coder}</p>
    </div>
  );
}

/* The whole report: what was coded, and what was not. */
export function ArticleView() {
  const { id, query, path } = usePlace();
  const article = useAsk<Article>(`/api/articles/${encodeURIComponent(id)}`);
  const [at, setAt] = useState<string | null>(null);
  const rest = query.get("rest") === "1";
  return (
    <Await of={article} tall={500}>{(a) => {
      const marks: Mark[] = a.events.map((e, i) => ({ start: e.start, end: e.end, kind: "q" + e.quad_code, label: e.event_id, n: i + 1, href: `/event/${e.id}?report=${encodeURIComponent(a.doc_id)}`, title: e.event }));
      const empty = a.sentences.filter((s) => !a.events.some((e) => e.start >= s.start && e.start < s.end));
      return (
        <>
          <Title note={<><b>{a.source || "unknown outlet"}</b> · <Day iso={a.date} /> · {many(a.events.length, "record")} from {many(a.sentences.length, "sentence")}; {empty.length} without an event{a.url && <> · <a href={a.url} rel="noreferrer noopener" target="_blank">original</a></>}</>}>{a.title || "Untitled report"}</Title>
          <div class="pair article">
            <section class="report" aria-label="Text">
              <div class="tools"><span class="tabs" role="group" aria-label="What is shown">
                <a href={link(path, query, { rest: null })} aria-current={!rest ? "true" : undefined}>Coded words</a>
                <a href={link(path, query, { rest: "1" })} aria-current={rest ? "true" : undefined}>What was not coded</a>
              </span><span class="files"><a href={`/api/articles/${encodeURIComponent(a.doc_id)}.json`} download>.json</a></span></div>
              {a.text ? <Reader text={a.text} marks={marks} at={at} dim={rest ? a.sentences.filter((s) => !empty.includes(s)) : []} language={a.language} />
                : <div class="text">{a.events.map((e) => <p key={e.event_id} class="quote">{e.sentence_text}</p>)}</div>}
              <p class="small quiet digest">{a.text_hash && <>SHA-256 {a.text_hash.slice(0, 16)}… · </>}text kept: {a.text_kept} · {a.coder}</p>
            </section>
            <section class="record" aria-labelledby="records">
              <h2 id="records">Records</h2>
              <ol class="records">{a.events.map((e, i) => (
                <li key={e.event_id} onPointerEnter={() => setAt(e.event_id)} onPointerLeave={() => setAt(null)} onFocusCapture={() => setAt(e.event_id)} onBlurCapture={() => setAt(null)}>
                  <span class="tag">{i + 1}</span>
                  <p><a href={`/event/${e.id}?report=${encodeURIComponent(a.doc_id)}`}><Badge event={e.event} mode={e.mode} /></a> <Notes event={{ aux: e.aux }} /></p>
                  <p><WhoWhom event={e} /></p>
                  <p class="small quiet"><OnWord event={e} /> · {days(e.date, e.enddate, e.date_precision)} · <Sure value={e.confidence} /></p>
                </li>
              ))}</ol>
              {a.copies.length > 0 && <><h3>Copies and rewrites</h3><ul class="small">{a.copies.filter((c) => c.doc_id !== a.doc_id).map((c) => <li key={c.doc_id}><a href={`/article/${encodeURIComponent(c.doc_id)}`}>{c.title || c.doc_id}</a> {c.source}, <Day iso={c.date} /> <span class="note">{TIES[c.tie] ?? c.tie}</span></li>)}</ul></>}
            </section>
          </div>
        </>
      );
    }}</Await>
  );
}

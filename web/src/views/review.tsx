/* Where readers say whether the machine was right: one event at a time, beside its sentence in the report. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Correction, type Event, ask, call, forget, send, useAsk } from "../api";
import type { Summary } from "../parts/context";
import { Chips } from "../parts/filters";
import { Fix, type Part } from "../parts/fix";
import { recall, remember, useKeys } from "../parts/hooks";
import { type Article, Fields, type Full, Headline, ReportHead, Rule, Told, ToldBy, fieldsOf, headline, leading, named } from "../parts/record";
import { Await, Badge, Empty, Notes, Sure, Title, say } from "../parts/ui";
import { filters, go, link, usePlace } from "../url";
import { count, day, days, many } from "../words";
import "../style/review.css";

interface Queue { rows: Full[]; done: number; left: number }
type Verdict = "accept" | "fix" | "reject";
interface Said { id: string; verdict: Verdict; words: string }

const PAST: Record<string, string> = { accept: "Accepted", fix: "Fixed", reject: "Rejected" };
const REASONS = ["no event", "not what the sentence says", "same event again", "not news text", "too much is wrong"];

/* What was said since the page was opened, so that it can be taken back; the store keeps the words themselves. */
const sitting: Said[] = [];

function words(e: Full): string {
  const [who, verb, whom] = headline(e);
  return `${who} ${verb}${whom ? " → " + whom : ""}`;
}
const article = (docId: string) => `/api/articles/${encodeURIComponent(docId)}`;
/* The record that a verdict is about: the event's own, which the answer's list of reports may be too short to hold. */

export function Review() {
  const { path, query } = usePlace();
  const queue = useAsk<Queue>(call("review", query, { limit: 20 }));
  const { data: summary } = useAsk<Summary>("/api/summary");
  const [name, setName] = useState(recall("reviewer") ?? "");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const moved = useRef(false);
  const id = query.get("id");
  const rows = (queue.data?.rows ?? []).filter((r) => !sitting.some((s) => s.id === r.id));
  const near = id ? rows.find((r) => r.id === id) : rows[0];
  const left = queue.data?.left ?? 0;
  const open = !!summary?.review;

  const at = near ? rows.indexOf(near) : -1;
  const next = rows[at + 1];
  useEffect(() => { if (next) ask(article(leading(next).doc_id)).catch(() => undefined); }, [next?.id]);

  function show(e: Full | undefined) {
    setFault(null);
    go(link(path, filters(query), { id: e?.id ?? null }), true);
    moved.current = true;
  }
  function step(by: number) {
    const to = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!to || to === near) return say(by > 0 ? "This is the last of the queue." : "This is the first of the queue.");
    show(to);
    say(`${rows.indexOf(to) + 1} of ${count(left)}`);
  }
  async function keep(bodies: object[]): Promise<boolean> {
    setBusy(true);
    setFault(null);
    try {
      for (const body of bodies) await send("/api/corrections", body);
      return true;
    } catch (error) {
      setFault(`Not kept. ${(error as Error).message}`);
      return false;
    } finally {
      setBusy(false);
    }
  }
  async function judge(e: Full, verdict: Verdict, parts: Part[]) {
    const kept = await keep(parts.map((p) => ({ event_id: e.id, reviewer: name.trim() || null, ...p })));
    if (kept) {
      const waiting = rows.includes(e);
      const to = waiting ? rows[at + 1] ?? rows[at - 1] : rows[0];
      sitting.push({ id: e.id, verdict, words: words(e) });
      show(to);
      say(`${PAST[verdict]}. ${count(left - (waiting ? 1 : 0))} left.`);
    }
    forget();
  }
  async function undo(eventId: string, what: string) {
    if (!(await keep([{ event_id: eventId, undo: true }]))) return;
    for (let i = sitting.length; i--;) if (sitting[i]!.id === eventId) sitting.splice(i, 1);
    moved.current = true;
    go(link(path, filters(query), { id: eventId }), true);
    say(`Taken back: ${what}.`);
    forget();
  }
  function undoLast() {
    const last = sitting[sitting.length - 1];
    if (!open || busy) return;
    if (last) void undo(last.id, `${PAST[last.verdict]!.toLowerCase()} ${last.words}`);
    else say("Nothing to take back.");
  }

  const desk = (e: Full) => (
    <Desk key={e.id} event={e} open={open} busy={busy} fault={fault} moved={moved} place={rows.includes(e) ? `${rows.indexOf(e) + 1} of ${count(left)}` : ""}
      onJudge={(v, parts) => void judge(e, v, parts)} onStep={step} onUndo={undoLast} onUndoAll={() => void undo(e.id, words(e))} />
  );
  return (
    <>
      <div class="review-head">
        <Title note="Was it coded right? Your values stand beside the machine's.">Review</Title>
        <div class="sitting">
          <Progress done={queue.data?.done ?? 0} left={left} />
          <label>reviewer <input class="field" value={name} placeholder="name or initials" autocomplete="off" onInput={(e) => { setName(e.currentTarget.value); remember("reviewer", e.currentTarget.value || null); }} /></label>
          <a class="button" href={call("gold.jsonl", query)} download>Download gold (JSONL)</a>
        </div>
      </div>
      {summary && !open && <p class="closed">This server takes no corrections: it was started with <code>--read-only</code>, or the store cannot be written. The queue can be read.</p>}
      <Chips />
      <Await of={queue} tall={600}>{() => (
        <div class="queue-desk">
          {near ? desk(near) : id ? <Far key={id} id={id}>{desk}</Far> : <Done filtered={filters(query).size > 0} onUndo={undoLast} />}
          <QueueList rows={rows} left={left} shown={near?.id ?? id} onMove={() => { moved.current = true; }} />
        </div>
      )}</Await>
    </>
  );
}

/* An event that the address names and the queue does not hold. */
function Far({ id, children }: { id: string; children: (e: Full) => ComponentChildren }) {
  const event = useAsk<Full>(`/api/events/${encodeURIComponent(id)}`);
  return <Await of={event} tall={500}>{children}</Await>;
}

function Done({ filtered, onUndo }: { filtered: boolean; onUndo: () => void }) {
  useKeys({ u: onUndo });
  return (
    <div class="desk"><Empty title="Nothing is left to review here.">
      {filtered && <p>Take out a filter to see more.</p>}
      {sitting.length > 0 && <p><button class="button" type="button" onClick={onUndo}>Undo <kbd>u</kbd></button></p>}
    </Empty></div>
  );
}

function Progress({ done, left }: { done: number; left: number }) {
  return (
    <p class="progress"><progress max={Math.max(1, done + left)} value={done} aria-label="Reviewed" /><span><b>{count(done)}</b> reviewed, <b>{count(left)}</b> left</span></p>
  );
}

function QueueList({ rows, left, shown, onMove }: { rows: Full[]; left: number; shown: string | null; onMove: () => void }) {
  const { path, query } = usePlace();
  const to = (id: string) => link(path, filters(query), { id });
  return (
    <nav class="queue" aria-label="Queue" onClick={onMove}>
      <h2 title="Disputed events come first, then those that most reports rest on and the coder is least sure of">Queue: disputed first, then doubtful</h2>
      <ol>{rows.map((e) => (
        <li key={e.id}><a href={to(e.id)} aria-current={e.id === shown ? "true" : undefined}>
          <span class="line"><Badge event={e.event} mode={[]} /><span class="num small quiet">{many(e.n_reports, "report")}</span></span>
          <span class="name">{words(e)}</span>
          <span class="line"><span class="small quiet">{days(e.date, e.enddate, e.date_precision)}</span>{e.disputed ? <span class="note split">disputed</span> : <Sure value={e.confidence} />}</span>
        </a></li>
      ))}</ol>
      {left > rows.length && <p class="small quiet">and {count(left - rows.length)} more</p>}
      {sitting.length > 0 && <><h2>Just done</h2><ol class="done">{sitting.slice(-6).reverse().map((s, i) => <li key={i}><a href={to(s.id)} aria-current={s.id === shown ? "true" : undefined}><span class={"note " + (s.verdict === "reject" ? "not" : "seen")}>{PAST[s.verdict]!.toLowerCase()}</span> <span class="name">{s.words}</span></a></li>)}</ol></>}
    </nav>
  );
}

interface DeskProps {
  event: Full; open: boolean; busy: boolean; fault: string | null; moved: { current: boolean }; place: string;
  onJudge: (verdict: Verdict, parts: Part[]) => void; onStep: (by: number) => void; onUndo: () => void; onUndoAll: () => void;
}

/* The event that is judged, with its verdicts, its record and its report. */
function Desk({ event, open, busy, fault, moved, place, onJudge, onStep, onUndo, onUndoAll }: DeskProps) {
  const { path, query } = usePlace();
  const own = leading(event);
  const report = named(event, query.get("report"));
  const told = useAsk<Article>(article(report.doc_id));
  const fields = useMemo(() => fieldsOf(report), [report]);
  const [at, setAt] = useState<string | null>(null);
  const [form, setForm] = useState<"fix" | "reject" | null>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const free = open && !busy;

  /* Whoever has moved from another event starts at the head of this one. */
  useEffect(() => {
    if (moved.current) head.current?.focus();
    moved.current = false;
  }, []);

  /* A form that is closed gives the focus back to its button. */
  const last = useRef(form);
  useEffect(() => {
    if (!form && last.current) buttons.current?.querySelector<HTMLElement>(`[data-form=${last.current}]`)?.focus();
    last.current = form;
  }, [form]);
  const shut = () => setForm(null);
  const accept = () => { if (free) onJudge("accept", [{ field: "record", old: null, new: "accept" }]); };
  const reject = (reason?: string) => { if (free) onJudge("reject", [{ field: "record", old: null, new: "reject", reason }]); };
  const fix = () => {
    if (!free) return;
    if (report !== own) go(link(path, query, { report: null }), true);
    setForm("fix");
  };
  useKeys(form === "fix" ? {} : form === "reject" ? {
    Escape: shut, r: () => reject(), ...Object.fromEntries(REASONS.map((reason, i) => [String(i + 1), () => reject(reason)])),
  } : { a: accept, f: fix, r: () => { if (free) setForm("reject"); }, u: onUndo, j: () => onStep(1), n: () => onStep(1), k: () => onStep(-1), p: () => onStep(-1) });

  return (
    <section class="desk" aria-labelledby="desk">
      <header>
        <p class="small quiet desk-note">{place && <span>{place}</span>}<Badge event={event.event} mode={event.mode} /> <Notes event={event as unknown as Event} /><span>{days(event.date, event.enddate, event.date_precision)}</span><span>{many(event.n_reports, "report")} from {many(event.n_publishers, "outlet")}</span><Sure value={event.confidence} /><a href={`/event/${event.id}`}>record</a></p>
        <h2 id="desk" tabIndex={-1} ref={head}><Headline event={event} /></h2>
        <div class="verdicts" role="group" aria-label="Verdict" ref={buttons}>
          <button class="button main" type="button" disabled={!open} aria-keyshortcuts="a" onClick={accept}>Accept <kbd>a</kbd></button>
          <button class="button" type="button" disabled={!open} aria-keyshortcuts="f" aria-expanded={form === "fix"} data-form="fix" onClick={fix}>Fix <kbd>f</kbd></button>
          <button class="button" type="button" disabled={!open} aria-keyshortcuts="r" aria-expanded={form === "reject"} data-form="reject" onClick={() => setForm("reject")}>Reject <kbd>r</kbd></button>
          <button class="button plain" type="button" disabled={!open || !sitting.length} aria-keyshortcuts="u" onClick={onUndo}>Undo <kbd>u</kbd></button>
          <span class="steps-by"><button class="button plain" type="button" aria-keyshortcuts="k" onClick={() => onStep(-1)}><span class="hide">Previous</span><span aria-hidden="true">‹ <kbd>k</kbd></span></button><button class="button plain" type="button" aria-keyshortcuts="j" onClick={() => onStep(1)}><span class="hide">Next</span><span aria-hidden="true">› <kbd>j</kbd></span></button></span>
        </div>
      </header>
      {fault && <p class="fault" role="alert">{fault}</p>}
      {form === "reject" && <Reasons busy={busy} onReason={reject} onClose={shut} />}
      <Before list={event.corrections ?? []} open={open} onUndo={onUndoAll} />
      <div class="pair">
        <section class="record" aria-labelledby="record">
          <h2 id="record">{form === "fix" ? "Fix the record" : "Record"}</h2>
          {form === "fix" ? <Fix record={own} corrections={event.corrections ?? []} busy={busy} onSave={(parts) => onJudge("fix", parts)} onClose={shut} /> : (
            <>
              {report !== own && <p class="small closed">This is another report of the event. The verdict is about the record of {own.publisher || "the first report"}. <a href={link(path, query, { report: null })}>Back to it</a></p>}
              <Fields fields={fields} at={at} onAt={setAt} corrections={report === own ? event.corrections : []} />
              <Rule report={report} />
            </>
          )}
        </section>
        <section class="report" aria-labelledby="report">
          <Await of={told} tall={360}>{(a) => (
            <>
              <ReportHead a={a} id="report"><a href={`/article/${encodeURIComponent(a.doc_id)}`}>whole article</a></ReportHead>
              <div class="frame" data-frame key={report.event_id} tabIndex={0} role="region" aria-label="Text of the report"><Told a={a} report={report} fields={fields} at={at} onAt={setAt} /></div>
            </>
          )}</Await>
          <ToldBy event={event} report={report} first={own} />
        </section>
      </div>
    </section>
  );
}

/* Why it is rejected: one more key, the same again for no reason. */
function Reasons({ busy, onReason, onClose }: { busy: boolean; onReason: (reason?: string) => void; onClose: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div class="reasons" role="group" aria-label="Reject: why?">
      <b>Reject: why?</b>
      {REASONS.map((reason, i) => <button key={reason} ref={i ? undefined : first} class="button" type="button" disabled={busy} aria-keyshortcuts={String(i + 1)} onClick={() => onReason(reason)}><kbd>{i + 1}</kbd> {reason}</button>)}
      <button class="button" type="button" disabled={busy} aria-keyshortcuts="r" onClick={() => onReason()}><kbd>r</kbd> give no reason</button>
      <button class="button plain" type="button" onClick={onClose}>Close <kbd>Esc</kbd></button>
    </div>
  );
}

/* What was said of the event before. */
function Before({ list, open, onUndo }: { list: Correction[]; open: boolean; onUndo: () => void }) {
  if (!list.length) return null;
  return (
    <div class="before">
      <ul>{list.map((c) => <li key={c.correction_id}><span class={"note " + (c.new === "reject" ? "not" : "seen")}>{c.field === "record" ? (PAST[c.new ?? ""] ?? c.new ?? "").toLowerCase() : "fixed " + c.field}</span> <span class="small quiet">{[c.reviewer || "no name", day(c.at), c.reason].filter(Boolean).join(" · ")}</span></li>)}</ul>
      <button class="button plain" type="button" disabled={!open} onClick={onUndo}>Take all of it back</button>
    </div>
  );
}

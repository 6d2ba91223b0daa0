/* The record beside the report that it comes from: every field and the words that it rests on. */
import { useMemo, useState } from "preact/hooks";
import { type Event, useAsk } from "../api";
import { useKeys } from "../parts/hooks";
import { type Mark, Reader } from "../parts/reader";
import { type Article, Fields, type Full, Headline, ReportHead, Rule, TIES, Told, ToldBy, fieldsOf, named } from "../parts/record";
import { Await, Badge, Day, Notes, OnWord, Sure, Title, WhoWhom } from "../parts/ui";
import { filters, go, link, usePlace } from "../url";
import { days, many } from "../words";

export function EventView() {
  const { id } = usePlace();
  const event = useAsk<Full>(`/api/events/${encodeURIComponent(id)}`);
  return <Await of={event} tall={500}>{(e) => <Sheet key={e.id} event={e} />}</Await>;
}

function Sheet({ event }: { event: Full }) {
  const { query } = usePlace();
  const report = named(event, query.get("report"));
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
  return (
    <>
      <p class="crumbs small"><a href={link("/events", filters(query))}>Events</a> / {event.id}</p>
      <Title note={<><Badge event={event.event} mode={event.mode} /> <Notes event={event as unknown as Event} /> <span class="quiet">{days(event.date, event.enddate, event.date_precision)} · told by {many(event.n_reports, "report")} from {many(event.n_publishers, "outlet")}</span></>}>
        <Headline event={event} />
      </Title>
      <div class="pair">
        <section class="record" aria-labelledby="record">
          <div class="head"><h2 id="record">Record</h2><span class="tools"><span class="files"><a href={`/api/events/${event.id}.json`} download>.json</a></span></span></div>
          <Fields fields={fields} at={at} onAt={setAt} corrections={event.corrections} />
          <Rule report={report} />
          <p class="actions"><a class="button" href={`/review?id=${event.id}`}>Review <kbd>r</kbd></a>{event.disputed ? <a class="button" href={`/claim/${event.id}`}>Compare claims</a> : null}{event.meeting && <a class="button" href={`/meeting/${encodeURIComponent(event.meeting)}`}>Meeting</a>}</p>
        </section>
        <section class="report" aria-labelledby="report">
          <Await of={article} tall={360}>{(a) => (
            <>
              <ReportHead a={a} id="report"><a href={link(`/article/${encodeURIComponent(a.doc_id)}`, filters(query))}>whole article</a></ReportHead>
              <Told a={a} report={report} fields={fields} at={at} onAt={setAt} />
            </>
          )}</Await>
          <ToldBy event={event} report={report} />
        </section>
      </div>
    </>
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
      const marks: Mark[] = a.events.map((e, i) => ({ start: e.start, end: e.end, kind: "q" + e.quad_code, label: e.event_id, n: i + 1, href: `/event/${e.id}?report=${e.event_id}`, title: e.event }));
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
                  <p><a href={`/event/${e.id}?report=${e.event_id}`}><Badge event={e.event} mode={e.mode} /></a> <Notes event={{ aux: e.aux }} /></p>
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

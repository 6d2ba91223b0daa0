/* Who says what about one event: accounts side by side, numbers on one line. Nobody is called right. */
import { useMemo } from "preact/hooks";
import { type Coded, type Event, type Party, type Quantity, call, useAsk } from "../api";
import { useWidth } from "../parts/hooks";
import { roundUp } from "../parts/time";
import { Table } from "../parts/table";
import { Await, Badge, Day, Empty, Lit, Notes, Pager, Title, Tools, Who, WhoWhom, partyName, saying } from "../parts/ui";
import { filters, link, usePlace } from "../url";
import { both, count, days, many, range } from "../words";
import "../style/claims.css";

interface Account extends Coded { tie: string }
interface Claimed extends Omit<Event, "reports"> { reports: Account[] }
interface Board { events: number; reports: number; rows: Claimed[] }

const SIZE = 20;
const KINDS = [["disputed", "In dispute"], ["claimed", "On somebody's word"], ["all", "All"]] as const;

export function Claims() {
  const place = usePlace();
  const only = place.query.get("only") ?? "disputed", page = Math.max(1, Number(place.query.get("page")) || 1);
  const api = call("claims", place.query, { only, limit: SIZE, offset: (page - 1) * SIZE });
  const board = useAsk<Board>(api);
  return (
    <>
      <Title note="Each card is one event and everyone who tells of it. A copy of another report is not a second voice. Nothing here says who is right.">Claims board</Title>
      <div class="head">
        <span class="tabs" role="group" aria-label="Which events">{KINDS.map(([k, words]) => <a key={k} href={link(place.path, place.query, { only: k === "disputed" ? null : k, page: null })} aria-current={only === k ? "true" : undefined}>{words}</a>)}</span>
        <Tools api={call("claims", place.query, { only })} svg={false} twin={false} />
      </div>
      <Await of={board} tall={500}>{(b) => !b.rows.length ? <Empty title={only === "disputed" ? "No accounts contradict each other here." : undefined} /> : (
        <>
          <div class="board">{b.rows.map((e) => <Card key={e.id} event={e} />)}</div>
          <Pager total={b.events} size={SIZE} page={page} words={both(b.events, b.reports)} />
        </>
      )}</Await>
    </>
  );
}

function Card({ event }: { event: Claimed }) {
  const voices = useMemo(() => voicesOf(event), [event]);
  return (
    <article class="panel claim" aria-labelledby={"c-" + event.id}>
      <div class="head">
        <h2 id={"c-" + event.id}><a href={`/claim/${event.id}`}><WhoWords event={event} /></a></h2>
        <span class="small quiet">{days(event.date, event.enddate, event.date_precision)}{event.place && `, ${event.place}`}</span>
        <span class="more"><Status event={event} voices={voices} /></span>
      </div>
      <p class="small"><Badge event={event.event} mode={event.mode} /> <Notes event={event as unknown as Event} aux={event.aux} /></p>
      <ol class="voices">{voices.map((v) => <VoiceRow key={v.key} v={v} />)}</ol>
      <Ranges voices={voices} />
    </article>
  );
}

function WhoWords({ event }: { event: Coded }) {
  return <>{event.actors.map(partyName).join(", ") || "Somebody"}{event.recipients.length ? " → " + event.recipients.map(partyName).join(", ") : ""}</>;
}

/* One voice: who speaks, and every report that carries it. Copies are counted, not listed. */
interface Voice { key: string; who: Party | null; publisher: string; says: string; denies: boolean; quantities: Quantity[]; first: Account; reports: Account[]; copies: number }

function voicesOf(event: Claimed): Voice[] {
  const out = new Map<string, Voice>();
  for (const r of event.reports) {
    const who = r.stance && (r.claim_source?.text || r.claim_source?.name) ? r.claim_source : null;
    const denies = r.stance === "denies" || r.aux.includes("negation");
    const name = who ? who.id || partyName(who).toLowerCase() : r.stance ? "unnamed" : "press";
    const numbers = r.quantities.map((q) => `${q.kind}${q.low}-${q.high}`).join();
    const key = `${name}|${denies}|${numbers}`;
    const copy = r.tie === "copy" || r.tie === "rewrite";
    const v = out.get(key);
    if (v) { v.reports.push(r); if (copy) v.copies++; }
    else out.set(key, { key, who, publisher: r.publisher ?? "", says: denies ? "denies" : r.stance ? saying(r.stance) : "reports", denies, quantities: r.quantities, first: r, reports: [r], copies: copy ? 1 : 0 });
  }
  return [...out.values()].sort((a, b) => Number(a.denies) - Number(b.denies) || ((a.first.published ?? "") < (b.first.published ?? "") ? -1 : 1));
}

function Status({ event, voices }: { event: Claimed; voices: Voice[] }) {
  const named = new Set(voices.map((v) => (v.who ? partyName(v.who) : "press"))).size;
  if (event.disputed) return <span class="note split">contested · {many(named, "voice")}</span>;
  return <span class="note">{voices.some((v) => !v.who) ? "also told as fact" : named === 1 ? "one voice" : many(named, "voice")}</span>;
}

function VoiceRow({ v }: { v: Voice }) {
  const outlets = [...new Set(v.reports.map((r) => r.publisher || r.doc_id))];
  return (
    <li class={v.denies ? "denies" : ""}>
      <p class="speaker">{v.who ? <Who p={v.who} as="source" /> : <b>{v.first.stance ? "unnamed source" : v.publisher || "the press"}</b>} <span class={v.denies ? "note not" : "note"}>{v.says}</span></p>
      <p class="value">{v.quantities.map((q) => <b key={q.kind}>{range(q.low, q.high)} {q.kind}</b>)}</p>
      <blockquote class="quote"><a href={`/article/${encodeURIComponent(v.first.doc_id)}`}><Lit event={v.first} /></a></blockquote>
      <p class="small quiet by">{outlets.slice(0, 3).join(", ")}{outlets.length > 3 && ` and ${outlets.length - 3} more`}{v.copies > 0 && ` (${many(v.copies, "copy", "copies")})`} · <Day iso={v.first.published} /></p>
    </li>
  );
}

/* Numbers of all voices on one axis, one axis a kind. */
function Ranges({ voices }: { voices: Voice[] }) {
  const kinds = [...new Set(voices.flatMap((v) => v.quantities.map((q) => q.kind)))].filter((k) => k !== "invited");
  return <>{kinds.map((k) => <Range key={k} kind={k} list={voices.flatMap((v) => v.quantities.filter((q) => q.kind === k).map((q) => ({ who: v.who ? partyName(v.who) : v.first.stance ? "unnamed source" : v.publisher || "the press", denies: v.denies, ...q })))} />)}</>;
}

function Range({ kind, list }: { kind: string; list: (Quantity & { who: string; denies: boolean })[] }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const most = roundUp(Math.max(1, ...list.map((q) => q.high ?? (q.low ?? 0) * 1.15)));
  const left = Math.min(170, width * 0.36), x = (n: number) => left + (n / most) * (width - left - 46);
  const row = 26, height = list.length * row + 24;
  return (
    <div class="range" ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="img" data-chart aria-label={`${kind}: ${list.map((q) => `${q.who} ${range(q.low, q.high)}`).join("; ")}`}>
          {[0, most / 2, most].map((n) => <g key={n}><line class="grid" x1={x(n)} x2={x(n)} y1={0} y2={height - 20} /><text x={x(n)} y={height - 6} text-anchor="middle">{count(Math.round(n))}{n === most ? ` ${kind}` : ""}</text></g>)}
          {list.map((q, i) => {
            const y = i * row + 13, a = q.low ?? 0, b = q.high ?? most;
            return (
              <g key={i}>
                <text class="who-label" x={left - 10} y={y + 4} text-anchor="end">{short(q.who, left)}</text>
                {a !== b && <line class={"span-line" + (q.high === null ? " open" : "")} x1={x(a)} x2={x(b)} y1={y} y2={y} />}
                <circle class={q.denies ? "denied" : "point"} cx={x(a)} cy={y} r={5} />
                <text class="n" x={x(q.high === null ? a : b) + 10} y={y + 4}>{range(q.low, q.high)}</text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
function short(text: string, room: number): string { const n = Math.floor(room / 6.4); return text.length > n ? text.slice(0, n - 1) + "…" : text; }

export function ClaimView() {
  const { id, query } = usePlace();
  const event = useAsk<Claimed>(`/api/events/${encodeURIComponent(id)}`);
  return (
    <Await of={event} tall={400}>{(e) => {
      const voices = voicesOf(e);
      return (
        <>
          <p class="crumbs small"><a href={link("/claims", filters(query))}>Claims board</a> / {e.id}</p>
          <Title note={<><Badge event={e.event} mode={e.mode} /> <Notes event={e as unknown as Event} aux={e.aux} /> {days(e.date, e.enddate, e.date_precision)}{e.place && `, ${e.place}`} · {many(e.n_reports, "report")} · <Status event={e} voices={voices} /></>}><WhoWords event={e} /></Title>
          <section class="panel claim"><div class="head"><h2>Numbers and voices</h2><Tools svg twin={false}><a href={`/event/${e.id}`}>the record</a></Tools></div>
            <Ranges voices={voices} /><ol class="voices">{voices.map((v) => <VoiceRow key={v.key} v={v} />)}</ol></section>
          <section><h2>Every report</h2>
            <Table<Account> label="Reports of this event" rows={e.reports} id={(r) => r.event_id} order="said" columns={[
              { name: "who", label: "who says", cell: (r) => r.stance ? <Who p={r.claim_source} as="source" /> : r.publisher, sort: (r) => partyName(r.claim_source ?? {}) },
              { name: "verb", label: "stance", cell: (r) => r.aux.includes("negation") ? "denies" : r.stance ? saying(r.stance) : "reports", sort: (r) => r.stance ?? "" },
              { name: "value", label: "numbers", cell: (r) => r.quantities.map((q) => `${range(q.low, q.high)} ${q.kind}`).join(", ") },
              { name: "by", label: "outlet", cell: (r) => <>{r.publisher} {r.tie !== "first" && r.tie !== "report" && <span class="note">{r.tie}</span>}</>, sort: (r) => r.publisher ?? "" },
              { name: "said", label: "said on", cell: (r) => <Day iso={r.published} />, sort: (r) => r.published ?? "" },
              { name: "whom", label: "who, towards whom", cell: (r) => <WhoWhom event={r} />, wide: true },
              { name: "sentence", label: "sentence", cell: (r) => <a class="quote" href={`/event/${e.id}?report=${r.event_id}`}><Lit event={r} /></a> },
            ]} />
          </section>
        </>
      );
    }}</Await>
  );
}

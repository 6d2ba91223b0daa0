/* The peace process: who was asked to which talks and how each of them answered. */
import { type Event, type Party, call, useAsk } from "../api";
import { Table } from "../parts/table";
import { Await, Day, Empty, EventCard, Title, Tools, Who, partyName, useTable } from "../parts/ui";
import { filters, link, usePlace } from "../url";
import { ANSWERS, codeWords, day, days, many, party } from "../words";
import "../style/process.css";

interface Answer { answer: string; date: string; publisher: string; doc_id: string; event: string; quote: string; sentence_text: string | null; aux: string[] }
interface Asked { party: Party; answers: Answer[] }
interface Meeting {
  id: string; place: string | null; country_code: string | null; date: string | null; enddate: string | null; host: Party; invited: number | null;
  n_reports: number; n_answers: number; first_report: string; last_report: string; parties: Asked[]; events: Event[];
}

/* From the weakest to the strongest: the last word of a party is drawn, all its words are listed. */
const SIGNS: Record<string, string> = { invited: "○", expected: "◌", accepted: "✓", declined: "✕", attended: "●", unannounced: "◐" };

export function Process() {
  const { query } = usePlace();
  const table = useTable();
  const api = call("meetings", query);
  const meetings = useAsk<{ rows: Meeting[] }>(api);
  return (
    <>
      <Title note="Meetings that reports tell of, planned or held, with the last answer of each party. An empty cell means that no report tells of an answer.">Process</Title>
      <Await of={meetings} tall={500}>{({ rows }) => !rows.length ? <Empty title="No meetings answer these filters." /> : (
        <>
          <section><div class="head"><h2>Who answered what</h2><Key /><Tools api={api} svg={false} /></div>{table ? <AnswerTable rows={rows} /> : <Grid rows={rows} />}</section>
          <section aria-labelledby="cards"><div class="head"><h2 id="cards">Meeting by meeting</h2></div><ol class="meetings">{rows.map((m) => <Card key={m.id} m={m} />)}</ol></section>
        </>
      )}</Await>
    </>
  );
}

function Key() {
  return <p class="legend">{Object.entries(SIGNS).map(([k, s]) => <span key={k}><i class={`sign ${k}`}>{s}</i>{ANSWERS[k]}</span>)}</p>;
}

function when(m: Meeting): string { return m.date ? days(m.date, m.enddate) : `no date; told ${day(m.first_report)}`; }
function name(m: Meeting): string { return m.place ? `${m.place}` : "Place not told"; }
function key(p: Party): string { return p.id || (p.code ? party(p.code, p.sector) : (p.text ?? "?")); }

/* Rows are parties, columns are meetings in the order of their days. */
function Grid({ rows }: { rows: Meeting[] }) {
  const { query } = usePlace();
  const all = new Map<string, { p: Party; n: number }>();
  for (const m of rows) for (const a of m.parties) {
    const k = key(a.party), known = all.get(k);
    if (known) known.n += 1 + a.answers.length / 100;
    else all.set(k, { p: a.party, n: 1 + a.answers.length / 100 });
  }
  const parties = [...all.entries()].sort((a, b) => b[1].n - a[1].n).slice(0, 14);
  return (
    <div class="grid-scroll" tabIndex={0} role="region" aria-label="Answers by party and meeting">
      <table class="answers">
        <caption class="hide">The last answer of each party to each meeting</caption>
        <thead><tr><th scope="col">party</th>{rows.map((m) => <th key={m.id} scope="col"><a href={link(`/meeting/${encodeURIComponent(m.id)}`, filters(query))}><b>{name(m)}</b><span>{when(m)}</span></a></th>)}</tr></thead>
        <tbody>{parties.map(([k, { p }]) => (
          <tr key={k}><th scope="row"><Who p={p} /></th>
            {rows.map((m) => {
              const host = m.host.code || m.host.id ? key(m.host) === k : false;
              const list = m.parties.filter((a) => key(a.party) === k).flatMap((a) => a.answers);
              const last = list[list.length - 1];
              const before = list.slice(0, -1).map((a) => a.answer).filter((a, i, l) => l.indexOf(a) === i && a !== last?.answer);
              return <td key={m.id}>{last ? <a class={`cell ${last.answer}`} href={`/event/${last.event}`} title={`${ANSWERS[last.answer] ?? last.answer}: “${last.quote}” (${last.publisher}, ${day(last.date)})`}><i class={`sign ${last.answer}`}>{SIGNS[last.answer] ?? "?"}</i>{ANSWERS[last.answer] ?? last.answer}{before.length > 0 && <span>before: {before.map((b) => ANSWERS[b] ?? b).join(", ")}</span>}</a> : host ? <span class="cell host">host</span> : <span class="quiet" aria-label="nothing told">·</span>}</td>;
            })}
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function AnswerTable({ rows }: { rows: Meeting[] }) {
  const flat = rows.flatMap((m) => m.parties.flatMap((a) => a.answers.map((x, i) => ({ m, p: a.party, x, id: `${m.id} ${key(a.party)} ${i} ${x.event}` }))));
  return (
    <Table<(typeof flat)[number]> label="Answers" rows={flat} id={(r) => r.id} order="told" columns={[
      { name: "meeting", label: "meeting", cell: (r) => <a href={`/meeting/${encodeURIComponent(r.m.id)}`}>{name(r.m)}, {when(r.m)}</a>, sort: (r) => r.m.date ?? r.m.first_report },
      { name: "party", label: "party", cell: (r) => <Who p={r.p} />, sort: (r) => partyName(r.p) },
      { name: "answer", label: "answer", cell: (r) => ANSWERS[r.x.answer] ?? r.x.answer, sort: (r) => r.x.answer },
      { name: "told", label: "told on", cell: (r) => <Day iso={r.x.date} />, sort: (r) => r.x.date },
      { name: "by", label: "by", cell: (r) => r.x.publisher, sort: (r) => r.x.publisher, wide: true },
      { name: "words", label: "words", cell: (r) => <a class="quote" href={`/event/${r.x.event}`}>“{r.x.quote}”</a> },
    ]} />
  );
}

function Card({ m }: { m: Meeting }) {
  const { query } = usePlace();
  return (
    <li class="meeting">
      <p class="when">{when(m)}</p>
      <div>
        <h3><a href={link(`/meeting/${encodeURIComponent(m.id)}`, filters(query))}>{m.place ? `Talks in ${m.place}` : "Talks, place not told"}</a></h3>
        <p class="small quiet">{m.host.text || m.host.code ? <>host <b>{partyName(m.host)}</b> · </> : null}{m.invited !== null && <>{m.invited} invited · </>}{many(m.n_reports, "report")}, {days(m.first_report, m.last_report)}</p>
        <Tally m={m} />
      </div>
    </li>
  );
}

function Tally({ m }: { m: Meeting }) {
  const by = new Map<string, string[]>();
  for (const a of m.parties) {
    const last = a.answers[a.answers.length - 1];
    if (last) by.set(last.answer, [...(by.get(last.answer) ?? []), partyName(a.party)]);
  }
  return <ul class="tally">{Object.keys(SIGNS).filter((k) => by.has(k)).map((k) => <li key={k}><i class={`sign ${k}`}>{SIGNS[k]}</i> <b>{ANSWERS[k]}</b> {by.get(k)!.filter((x, i, l) => l.indexOf(x) === i).join(", ")}</li>)}</ul>;
}

export function MeetingView() {
  const { id, query } = usePlace();
  const meeting = useAsk<Meeting>(`/api/meetings/${encodeURIComponent(id)}`);
  return (
    <Await of={meeting} tall={400}>{(m) => (
      <>
        <p class="crumbs small"><a href={link("/process", filters(query))}>Process</a> / {m.id}</p>
        <Title note={<>{when(m)}{m.country_code && <> · {m.country_code}</>}{(m.host.text || m.host.code) && <> · host {partyName(m.host)}</>}{m.invited !== null && <> · {m.invited} invited</>} · {many(m.n_reports, "report")}, {days(m.first_report, m.last_report)}</>}>{m.place ? `Talks in ${m.place}` : "Talks, place not told"}</Title>
        <section><div class="head"><h2>Who answered, and how</h2><Tools api={`/api/meetings/${encodeURIComponent(m.id)}`} svg={false} twin={false} /></div>
          <ol class="steps">{m.parties.map((a) => (
            <li key={key(a.party)}>
              <p class="speaker"><Who p={a.party} /><span class="small quiet">{codeWords(party(a.party.code, a.party.sector))}</span></p>
              <ol>{a.answers.map((x, i) => (
                <li key={i}><i class={`sign ${x.answer}`}>{SIGNS[x.answer] ?? "?"}</i><p><b>{ANSWERS[x.answer] ?? x.answer}</b> <span class="small quiet"><Day iso={x.date} />, {x.publisher}</span></p>
                  <p class="quote"><a href={`/event/${x.event}?report=${encodeURIComponent(x.doc_id)}`}>“{x.sentence_text ?? x.quote}”</a></p></li>
              ))}</ol>
            </li>
          ))}</ol>
        </section>
        {m.events.length > 0 && <section><h2>Events of this meeting</h2><div class="cards">{m.events.map((e) => <EventCard key={e.id} event={e} />)}</div></section>}
      </>
    )}</Await>
  );
}

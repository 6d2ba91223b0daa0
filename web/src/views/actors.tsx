/* Who deals with whom: the network, its table, and the page of one actor. */
import { useMemo, useState } from "preact/hooks";
import { type Event, call, useAsk } from "../api";
import { useWidth } from "../parts/hooks";
import { fit, layOut } from "../parts/layout";
import { Table } from "../parts/table";
import { type Bins } from "../parts/context";
import { TimeChart } from "../parts/timechart";
import { Await, Empty, EventCard, Title, Tools, useTable } from "../parts/ui";
import { filters, go, link, usePlace } from "../url";
import { QUADS, both, codeWords, count, days, many } from "../words";
import "../style/actors.css";

type Quads = [number, number, number, number];
export interface Actor { id: string; label: string; code: string | null; sector: string | null; events: number; reports: number; quads: Quads; first: string | null; last: string | null }
interface Dyad { actor: string; recipient: string; actor_label: string; recipient_label: string; events: number; reports: number; quads: Quads }
interface Net { total: number; nodes: Actor[]; edges: Dyad[] }
interface One extends Actor { names: { text: string; n: number; first: string; last: string }[]; roles: { code: string; office: string | null; n: number; first: string; last: string }[]; nodes: Actor[]; edges: Dyad[] }

function label(a: { label: string }): string { return /^[A-Z]{3}(\.[A-Z]{3})?$|^\.[A-Z]{3}$/.test(a.label) ? codeWords(a.label) : a.label; }

export function Actors() {
  const { query } = usePlace();
  const table = useTable();
  const api = call("actors", query, { limit: 36 });
  const net = useAsk<Net>(api);
  return (
    <>
      <Title note={net.data ? <>{many(net.data.total, "actor")}; drawn are the {count(net.data.nodes.length)} that occur most. A line is as thick as its events are many: solid where cooperation prevails, dashed where conflict does.</> : " "}>Actors</Title>
      <section><div class="head"><h2>Who deals with whom</h2><NetKey /><Tools api={api} /></div>
        <Await of={net} tall={520}>{(n) => !n.nodes.length ? <Empty /> : table ? <Dyads edges={n.edges} /> : <Network nodes={n.nodes} edges={n.edges} />}</Await></section>
      <section><h2>Most often in the record</h2>
        <Await of={net}>{(n) => <Table<Actor> label="Actors" rows={n.nodes} id={(a) => a.id} order="-events" columns={[
          { name: "name", label: "actor", cell: (a) => <a class="who" href={link(`/actor/${encodeURIComponent(a.id)}`, filters(query))}>{label(a)}</a>, sort: label },
          { name: "code", label: "role", cell: (a) => codeWords([a.code, a.sector].filter(Boolean).join(".")), sort: (a) => `${a.code}${a.sector}`, wide: true },
          { name: "events", label: "events", num: true, cell: (a) => count(a.events), sort: (a) => a.events },
          { name: "reports", label: "reports", num: true, cell: (a) => count(a.reports), sort: (a) => a.reports },
          { name: "mix", label: "cooperation and conflict", cell: (a) => <Mix quads={a.quads} most={n.nodes[0]!.events} />, sort: (a) => (a.quads[2] + a.quads[3]) / a.events },
          { name: "span", label: "from, to", cell: (a) => days(a.first, a.last), sort: (a) => a.first ?? "", wide: true },
        ]} />}</Await></section>
    </>
  );
}

function NetKey() {
  return <p class="legend"><span><svg width="26" height="8" aria-hidden="true"><line class="edge coop" x1="0" x2="26" y1="4" y2="4" stroke-width="3" /></svg>cooperation</span><span><svg width="26" height="8" aria-hidden="true"><line class="edge conf" x1="0" x2="26" y1="4" y2="4" stroke-width="3" /></svg>conflict</span></p>;
}

/* Four numbers as one bar, cooperation to the left of the middle, conflict to the right. */
export function Mix({ quads, most }: { quads: Quads; most: number }) {
  const k = 70 / Math.max(1, most), [a, b, c, d] = quads;
  return (
    <svg class="mix" width="142" height="12" role="img" aria-label={QUADS.map((q, i) => `${quads[i]} ${q.name}`).join(", ")}>
      <line x1="71" x2="71" y1="0" y2="12" class="zero" />
      <rect class="q1" x={71 - a * k} width={a * k} y="1" height="10" /><rect class="q2" x={71 - (a + b) * k} width={b * k} y="1" height="10" />
      <rect class="q3" x={71} width={c * k} y="1" height="10" /><rect class="q4" x={71 + c * k} width={d * k} y="1" height="10" />
    </svg>
  );
}

/* Both directions of a pair drawn as one line. */
function joined(edges: Dyad[]) {
  const out = new Map<string, { a: string; b: string; events: number; reports: number; quads: Quads }>();
  for (const e of edges) {
    const [a, b] = e.actor < e.recipient ? [e.actor, e.recipient] : [e.recipient, e.actor];
    const k = a + " " + b, known = out.get(k);
    if (!known) out.set(k, { a, b, events: e.events, reports: e.reports, quads: [...e.quads] as Quads });
    else { known.events += e.events; known.reports += e.reports; e.quads.forEach((q, i) => { known.quads[i]! += q; }); }
  }
  return [...out.values()].sort((x, y) => x.events - y.events);
}

function Network({ nodes, edges, centre }: { nodes: Actor[]; edges: Dyad[]; centre?: string }) {
  const { query } = usePlace();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [on, setOn] = useState<string | null>(centre ?? null);
  const lines = useMemo(() => joined(edges), [edges]);
  const linked = useMemo(() => { const s = new Set(lines.flatMap((l) => [l.a, l.b])); return nodes.filter((n) => s.has(n.id)); }, [nodes, lines]);
  const height = Math.max(340, Math.min(600, 170 + linked.length * 14));
  const at = useMemo(() => {
    const places = layOut(linked.map((n) => ({ id: n.id, weight: n.events })), lines.map((l) => ({ a: l.a, b: l.b, weight: l.events })));
    if (width) fit(places, width, height, { x: Math.min(80, width / 6), y: 28 });
    return places;
  }, [linked, lines, width, height]);
  const most = Math.max(1, ...linked.map((n) => n.events)), thick = Math.max(1, ...lines.map((l) => l.events));
  const near = on ? new Set([on, ...lines.filter((l) => l.a === on || l.b === on).flatMap((l) => [l.a, l.b])]) : null;
  const names = new Map(nodes.map((n) => [n.id, label(n)]));
  if (!linked.length) return <Empty title="Nobody here acts towards anybody." />;
  return (
    <div class="network" ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="group" aria-label={`Network of ${many(linked.length, "actor")} and ${many(lines.length, "pair")}. The table has the same numbers.`} data-chart>
          {lines.map((l) => {
            const a = at.get(l.a), b = at.get(l.b);
            if (!a || !b) return null;
            const conflict = l.quads[2] + l.quads[3] > l.quads[0] + l.quads[1];
            return <line key={l.a + l.b} class={`edge ${conflict ? "conf" : "coop"}${near && l.a !== on && l.b !== on ? " off" : ""}`} x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke-width={1 + 7 * Math.sqrt(l.events / thick)}>
              <title>{names.get(l.a)} and {names.get(l.b)}: {both(l.events, l.reports)}</title></line>;
          })}
          {linked.map((n) => {
            const p = at.get(n.id)!, r = 5 + 15 * Math.sqrt(n.events / most);
            return (
              <a key={n.id} href={link(`/actor/${encodeURIComponent(n.id)}`, filters(query))} class={`node${near && !near.has(n.id) ? " off" : ""}${n.id === on ? " on" : ""}`}
                onPointerEnter={() => setOn(n.id)} onPointerLeave={() => setOn(centre ?? null)} onFocus={() => setOn(n.id)} onBlur={() => setOn(centre ?? null)}
                onClick={(e) => { e.preventDefault(); e.stopPropagation(); go(link(`/actor/${encodeURIComponent(n.id)}`, filters(query))); }} aria-label={`${label(n)}: ${both(n.events, n.reports)}`}>
                <circle cx={p.x} cy={p.y} r={r} class={"ball " + tone(n)} />
                <text x={p.x} y={p.y + r + 12} text-anchor="middle">{label(n)}</text>
              </a>
            );
          })}
        </svg>
      )}
    </div>
  );
}
function tone(n: Actor): string { const c = n.quads[2] + n.quads[3]; return c > n.events * 0.6 ? "conf" : c < n.events * 0.4 ? "coop" : "even"; }

function Dyads({ edges }: { edges: Dyad[] }) {
  const { query } = usePlace();
  const most = Math.max(1, ...edges.map((e) => e.events));
  return (
    <Table<Dyad> label="Pairs of actors" rows={edges} id={(e) => e.actor + " " + e.recipient} order="-events" columns={[
      { name: "a", label: "who", cell: (e) => <a class="who" href={link(`/actor/${encodeURIComponent(e.actor)}`, filters(query))}>{label({ label: e.actor_label })}</a>, sort: (e) => e.actor_label },
      { name: "b", label: "towards whom", cell: (e) => <a class="who" href={link(`/actor/${encodeURIComponent(e.recipient)}`, filters(query))}>{label({ label: e.recipient_label })}</a>, sort: (e) => e.recipient_label },
      { name: "events", label: "events", num: true, cell: (e) => <a href={link("/events", filters(query), { actor: e.actor, recipient: e.recipient })}>{count(e.events)}</a>, sort: (e) => e.events },
      { name: "reports", label: "reports", num: true, cell: (e) => count(e.reports), sort: (e) => e.reports },
      { name: "mix", label: "cooperation and conflict", cell: (e) => <Mix quads={e.quads} most={most} />, sort: (e) => (e.quads[2] + e.quads[3]) / e.events },
    ]} />
  );
}

export function ActorView() {
  const { id, query } = usePlace();
  const table = useTable();
  const api = call(`actors/${encodeURIComponent(id)}`, query);
  const actor = useAsk<One>(api);
  const bins = useAsk<Bins>(call("bins", query, { party: id, max: 160 }));
  const events = useAsk<{ events: number; reports: number; rows: Event[] }>(call("events", query, { party: id, sort: "-reports", limit: 8 }));
  return (
    <Await of={actor} tall={500}>{(a) => (
      <>
        <p class="crumbs small"><a href={link("/actors", filters(query))}>Actors</a> / {a.id}</p>
        <Title note={<>{codeWords([a.code, a.sector].filter(Boolean).join("."))} · <a href={link("/events", filters(query), { party: a.id })}>{both(a.events, a.reports)}</a> · {days(a.first, a.last)}</>}>{label(a)}</Title>
        <div class="grid-2">
          <section><div class="head"><h2>With whom</h2><NetKey /><Tools api={api} /></div>{table ? <Dyads edges={a.edges} /> : <Network nodes={a.nodes} edges={a.edges} centre={a.id} />}</section>
          <div class="stack">
            <section class="panel"><h2>Roles</h2><ul class="small">{a.roles.map((r) => <li key={r.code + r.office} class="spread"><span>{codeWords(r.code)}{r.office && `, ${r.office}`}</span><span class="quiet">{many(r.n, "record")}, {days(r.first, r.last)}</span></li>)}</ul></section>
            <section class="panel"><h2>Called</h2><ul class="small">{a.names.slice(0, 12).map((n) => <li key={n.text} class="spread"><bdi>“{n.text}”</bdi><span class="quiet">{count(n.n)}</span></li>)}</ul></section>
          </div>
        </div>
        <section><h2>Over time</h2><Await of={bins}>{(b) => b.bins.length ? <TimeChart bins={b.bins} from={b.bins[0]!.from} to={b.bins[b.bins.length - 1]!.to} height={220} label={`Events of ${label(a)} over time`} /> : <Empty />}</Await></section>
        <section><div class="head"><h2>Told most often</h2><a class="more" href={link("/events", filters(query), { party: a.id })}>all events</a></div><Await of={events}>{(e) => <div class="cards">{e.rows.map((x) => <EventCard key={x.id} event={x} />)}</div>}</Await></section>
      </>
    )}</Await>
  );
}

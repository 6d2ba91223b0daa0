/* The period that is looked at, in full; below it one lane for each party, type, country or outlet. */
import { call, useAsk } from "../api";
import { BinTable, Legend } from "../parts/bins";
import { type Bins, type Summary, period } from "../parts/context";
import type { Facets, Value } from "../parts/filters";
import { useWidth } from "../parts/hooks";
import { bounds, ticks, toDay, toIso } from "../parts/time";
import { type Bin, Stripes, TimeChart } from "../parts/timechart";
import { Await, Empty, Title, Tools, useTable } from "../parts/ui";
import { type Filter, filters, go, link, setFilter, usePlace } from "../url";
import { QUADS, both, codeWords, count, day, days } from "../words";
import "../style/timeline.css";

const LANES: [Filter, string][] = [["party", "party"], ["type", "type"], ["country", "country"], ["publisher", "outlet"]];

export function Timeline() {
  const place = usePlace();
  const { query } = place;
  const table = useTable();
  const binsCall = call("bins", query, { max: 200 });
  const bins = useAsk<Bins>(binsCall);
  const by = LANES.find(([f]) => f === query.get("lanes"))?.[0] ?? "party";
  const facets = useAsk<Facets>(call("facets", query));
  const lanes = (facets.data?.[by] ?? []).slice(0, 8);
  return (
    <>
      <Title note={<Compare />}>Timeline</Title>
      <section>
        <div class="head"><Legend /><Tools api={binsCall} /></div>
        <Await of={bins} tall={320}>{(b) => !b.bins.length ? <Empty /> : table ? <BinTable bins={b.bins} unit={b.unit} /> : <Detail b={b} />}</Await>
      </section>
      <section aria-labelledby="lanes">
        <div class="head"><h2 id="lanes">Lanes</h2>
          <div class="tools"><label>by <select class="field" value={by} onChange={(e) => go(link(place.path, query, { lanes: e.currentTarget.value === "party" ? null : e.currentTarget.value }))}>
            {LANES.map(([f, words]) => <option key={f} value={f}>{words}</option>)}</select></label></div>
        </div>
        {bins.data?.bins.length ? <div class="lanes">{lanes.map((v) => <Lane key={v.value} by={by} v={v} span={bins.data!.bins} />)}</div> : null}
      </section>
    </>
  );
}

function Detail({ b }: { b: Bins }) {
  const first = b.bins[0]!.from, last = b.bins[b.bins.length - 1]!.to;
  function wheel(event: WheelEvent) {
    if (!event.ctrlKey && !event.altKey) return;
    event.preventDefault();
    const from = toDay(first), to = toDay(last), length = to - from, by = Math.round(length * (event.deltaY < 0 ? 0.15 : -0.2));
    if (length - 2 * by >= 3) setFilter({ date: `${toIso(from + by)}..${toIso(to - by)}` }, true);
  }
  return (
    <div onWheel={wheel}>
      <TimeChart bins={b.bins} from={first} to={last} height={300} window={null} label={`Events by ${b.unit} from ${day(first)} to ${day(last)}. The table has the same numbers.`}
        onWindow={(from, to) => { if (from || to) setFilter({ date: period(from ?? first, to ?? last) }, true); }} />
      <p class="small quiet">One bar is one {b.unit}. Drag to look closer; hold Alt and turn the wheel to zoom.</p>
    </div>
  );
}

/* How the period compares with the time of the same length before it. */
function Compare() {
  const { query } = usePlace();
  const now = useAsk<Summary>(call("summary", query));
  const b = bounds(query.get("date"));
  const ok = b && isFinite(b[0]) && isFinite(b[1]);
  const before = ok ? `${toIso(b[0] - (b[1] - b[0] + 1))}..${toIso(b[0] - 1)}` : null;
  const was = useAsk<Summary>(before ? call("summary", query, { date: before }) : null);
  if (!now.data) return <>…</>;
  const change = was.data && was.data.events ? (now.data.events - was.data.events) / was.data.events : null;
  return (
    <>
      {both(now.data.events, now.data.reports)}
      {before && was.data && <>, against {both(was.data.events, was.data.reports)} in the {count(b![1] - b![0] + 1)} days before{change !== null && <b> ({change >= 0 ? "+" : "−"}{Math.round(Math.abs(change) * 100)} %)</b>}</>}
      .{now.data.undated > 0 && <> {count(now.data.undated)} without a date are not drawn.</>}
    </>
  );
}

function Lane({ by, v, span }: { by: Filter; v: Value; span: Bin[] }) {
  const { query } = usePlace();
  const [ref, width] = useWidth<HTMLDivElement>();
  const { data } = useAsk<Bins>(call("bins", query, { [by]: v.value, max: 200 }));
  const first = toDay(span[0]!.from), last = toDay(span[span.length - 1]!.to) + 1, height = 44;
  const x = (d: number) => ((d - first) / (last - first)) * width;
  const bins = (data?.bins ?? []).filter((b) => toDay(b.to) >= first && toDay(b.from) < last);
  const most = Math.max(1, ...bins.map((b) => Math.max(b.quads[0] + b.quads[1], b.quads[2] + b.quads[3])));
  const k = (height / 2 - 1) / most;
  const name = v.label === v.value && by !== "publisher" ? codeWords(v.label) : v.label;
  return (
    <div class="lane">
      <a class="name" href={link("/events", filters(query), { [by]: v.value })}>{name}<span>{both(v.events, v.reports)}</span></a>
      <div ref={ref}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={`${name}: ${both(v.events, v.reports)}, ${days(span[0]!.from, span[span.length - 1]!.to)}`}>
            <Stripes />
            {ticks(first, last, width).map((t) => <line key={t.day} class="grid" x1={x(t.day)} x2={x(t.day)} y1={0} y2={height} />)}
            <line class="zero" x1={0} x2={width} y1={height / 2} y2={height / 2} />
            {QUADS.map((q, i) => <path key={q.id} class={`bar q${q.id}`} d={bins.map((b) => bar(b, i, x, height / 2, k)).join("")} />)}
          </svg>
        )}
      </div>
    </div>
  );
}

function bar(b: Bin, i: number, x: (d: number) => number, zero: number, k: number): string {
  if (!b.quads[i]) return "";
  const l = x(toDay(b.from)), r = Math.max(l + 1.2, x(toDay(b.to) + 1) - 0.6);
  const under = i === 1 ? b.quads[0] * k : i === 3 ? b.quads[2] * k : 0, h = b.quads[i]! * k;
  const [y1, y2] = i < 2 ? [zero - under - h, zero - under] : [zero + under, zero + under + h];
  return `M${l.toFixed(1)} ${y1.toFixed(1)}H${r.toFixed(1)}V${y2.toFixed(1)}H${l.toFixed(1)}Z`;
}

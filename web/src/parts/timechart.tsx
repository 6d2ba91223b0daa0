/* Events by time: cooperation above the line, conflict below it, words striped and acts solid; reports as a thin line under them.
 * The window is three sliders (from, whole, to), so that whoever cannot drag has the same reach. */
import { useMemo, useRef, useState } from "preact/hooks";
import { QUADS, both, count, day, days } from "../words";
import { useWidth } from "./hooks";
import { roundUp, ticks, toDay, toIso } from "./time";

export interface Bin { from: string; to: string; quads: [number, number, number, number]; events: number; reports: number }
export interface Peak { at: string; title: string; note: string; href: string }
interface Props {
  bins: Bin[];
  from: string;
  to: string;
  window?: [number, number] | null;
  onWindow?: (from: string | null, to: string | null) => void;
  peaks?: Peak[];
  height?: number;
  strip?: boolean;
  label: string;
}

const LEFT = 34, RIGHT = 10;

export function TimeChart({ bins, from, to, window: chosen, onWindow, peaks = [], height = 250, strip = false, label }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [hover, setHover] = useState<number | null>(null);
  const first = toDay(from), last = Math.max(first + 1, toDay(to) + 1);
  const left = strip ? 8 : LEFT, inner = Math.max(50, width - left - RIGHT);
  const x = (d: number) => left + ((d - first) / (last - first)) * inner;
  const dayAt = (px: number) => Math.round(first + ((px - left) / inner) * (last - first));
  const tall = peaks.length && width > 560 ? 58 : 8;
  const line = strip ? 0 : 46;
  const axis = 20;
  const shape = useMemo(() => layOut(bins, x, tall, height - axis - line, strip), [bins, width, height, first, last, tall]);
  const marks = ticks(first, last, inner);
  const shown = hover === null ? null : bins[hover];

  function over(event: PointerEvent) {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const d = dayAt(event.clientX - box.left);
    const i = bins.findIndex((b) => toDay(b.from) <= d && d <= toDay(b.to));
    setHover(i < 0 ? null : i);
  }
  return (
    <div class={strip ? "time strip" : "time"} ref={ref} onPointerLeave={() => setHover(null)} onPointerMove={over}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label} data-chart>
          <Stripes />
          {!strip && shape.levels.map((l) => (
            <g key={l.y}>
              <line class={l.n ? "grid" : "zero"} x1={left} x2={width - RIGHT} y1={l.y} y2={l.y} />
              <text x={left - 6} y={l.y + 4} text-anchor="end">{count(Math.abs(l.n))}</text>
            </g>
          ))}
          {strip && <line class="zero" x1={left} x2={width - RIGHT} y1={shape.zero} y2={shape.zero} />}
          {QUADS.map((q, i) => <path key={q.id} class={`bar q${q.id}`} d={shape.paths[i]} />)}
          {!strip && <Reports bins={bins} x={x} top={height - axis - line + 16} height={line - 20} left={left} />}
          {marks.map((t) => (
            <g key={t.day}>
              <line class="tick" x1={x(t.day)} x2={x(t.day)} y1={height - axis} y2={height - axis + 4} />
              <text class={t.strong ? "strong" : ""} x={Math.min(x(t.day), width - 30)} y={height - 4} text-anchor={x(t.day) < left + 12 ? "start" : "middle"}>{t.text}</text>
            </g>
          ))}
          {shown && <rect class="under" x={x(toDay(shown.from))} width={Math.max(2, x(toDay(shown.to) + 1) - x(toDay(shown.from)))} y={tall - 4} height={height - axis - tall + 4} />}
          {!strip && shape.zero - tall > 50 && <text class="side" x={width - RIGHT - 4} y={tall + 4} text-anchor="end">▲ cooperation</text>}
          {!strip && height - axis - line - shape.zero > 40 && <text class="side" x={width - RIGHT - 4} y={height - axis - line + 4} text-anchor="end">▼ conflict</text>}
        </svg>
      )}
      {width > 560 && <Peaks peaks={peaks} bins={bins} x={x} width={width} tops={shape.tops} />}
      {width > 0 && onWindow && (
        <Brush first={first} last={last} x={x} dayAt={dayAt} chosen={chosen ?? null} onWindow={onWindow} top={strip ? 0 : tall - 4} height={height - axis - (strip ? 0 : tall - 4)}
          step={bins[0] ? toDay(bins[0].to) - toDay(bins[0].from) + 1 : 1} />
      )}
      {shown && <Tip bin={shown} x={x((toDay(shown.from) + toDay(shown.to) + 1) / 2)} width={width} />}
    </div>
  );
}

export function Stripes() {
  return (
    <defs>
      {[1, 3].map((q) => (
        <pattern key={q} id={`stripe${q}`} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class={`soft q${q}`} width="3" height="3" /><rect class={`q${q}`} width="2" height="3" />
        </pattern>
      ))}
    </defs>
  );
}

function layOut(bins: Bin[], x: (d: number) => number, top: number, bottom: number, strip: boolean) {
  const up = Math.max(0, ...bins.map((b) => b.quads[0] + b.quads[1])), down = Math.max(0, ...bins.map((b) => b.quads[2] + b.quads[3]));
  const ru = strip ? Math.max(up, 1) : roundUp(up), rd = strip ? Math.max(down, 1) : roundUp(down);
  const scale = (bottom - top) / (ru + rd);
  const zero = top + ru * scale;
  const paths = ["", "", "", ""];
  const tops: number[] = [];
  for (const b of bins) {
    const l = x(toDay(b.from)), r = x(toDay(b.to) + 1), gap = r - l > 4 ? 1 : r - l > 2 ? 0.5 : 0;
    const box = (q: number, y1: number, y2: number) => { if (y1 !== y2) paths[q] += `M${n(l + gap)} ${n(y1)}H${n(r)}V${n(y2)}H${n(l + gap)}Z`; };
    const h = b.quads.map((v) => v * scale) as [number, number, number, number];
    box(0, zero - h[0], zero); box(1, zero - h[0] - h[1], zero - h[0]);
    box(2, zero, zero + h[2]); box(3, zero + h[2], zero + h[2] + h[3]);
    tops.push(zero - h[0] - h[1]);
  }
  const levels = [{ n: ru, y: top }, { n: 0, y: zero }, { n: -rd, y: bottom }];
  return { paths, zero, tops, levels };
}
function n(v: number): string { return v.toFixed(1); }

function Reports({ bins, x, top, height, left }: { bins: Bin[]; x: (d: number) => number; top: number; height: number; left: number }) {
  const most = Math.max(1, ...bins.map((b) => b.reports));
  const d = bins.map((b, i) => `${i ? "L" : "M"}${n(x((toDay(b.from) + toDay(b.to) + 1) / 2))} ${n(top + height - (b.reports / most) * height)}`).join("");
  return (
    <g>
      <text x={left - 6} y={top + 8} text-anchor="end">{count(most)}</text>
      <text class="side" x={left + 4} y={top - 2}>reports</text>
      <path class="reports" d={d} />
    </g>
  );
}

function Tip({ bin, x, width }: { bin: Bin; x: number; width: number }) {
  const right = x > width - 210;
  return (
    <div class="tip" style={{ left: right ? "auto" : `${x + 8}px`, right: right ? `${width - x + 8}px` : "auto" }} aria-hidden="true">
      <b>{days(bin.from, bin.to)}</b>
      <span>{both(bin.events, bin.reports)}</span>
      {QUADS.map((q, i) => bin.quads[i] ? <span key={q.id}><i class={`dot q${q.id}`} />{count(bin.quads[i]!)} {q.name}</span> : null)}
    </div>
  );
}

function Peaks({ peaks, bins, x, width, tops }: { peaks: Peak[]; bins: Bin[]; x: (d: number) => number; width: number; tops: number[] }) {
  const each = 226;
  let end = 0;
  const placed = [...peaks].sort((a, b) => (a.at < b.at ? -1 : 1)).map((p, i, all) => {
    const i0 = bins.findIndex((b) => b.from <= p.at && p.at <= b.to);
    const bin = bins[i0];
    const px = bin ? x((toDay(bin.from) + toDay(bin.to) + 1) / 2) : x(toDay(p.at));
    const room = width - each * (all.length - 1 - i);
    const left = Math.max(end, Math.min(px - 14, room - each));
    end = left + each + 6;
    return { ...p, px, left, y: tops[i0] ?? 60 };
  });
  return (
    <>
      <svg class="leads" width={width} height="100%" aria-hidden="true">
        {placed.map((p) => <path key={p.at} class="lead" d={`M${n(p.left + 5)} 40V46L${n(p.px)} ${n(Math.max(50, p.y - 8))}V${n(Math.max(52, p.y - 3))}`} />)}
      </svg>
      {placed.map((p) => (
        <a key={p.at} class="peak" href={p.href} style={{ left: `${p.left}px` }}><b>{p.title}</b><span>{p.note}</span></a>
      ))}
    </>
  );
}

interface BrushProps {
  first: number; last: number; x: (d: number) => number; dayAt: (px: number) => number; chosen: [number, number] | null;
  onWindow: (from: string | null, to: string | null) => void; top: number; height: number; step: number;
}
type Grip = "from" | "whole" | "to" | "new";

function Brush({ first, last, x, dayAt, chosen, onWindow, top, height, step }: BrushProps) {
  const end = last - 1;
  const a = Math.max(first, Math.min(end, chosen ? chosen[0] : first)), b = Math.max(a, Math.min(end, chosen ? chosen[1] : end));
  const whole = a <= first && b >= end;
  const drag = useRef<{ grip: Grip; at: number; a: number; b: number } | null>(null);

  function set(from: number, to: number) {
    const lo = Math.max(first, Math.min(from, to)), hi = Math.min(end, Math.max(from, to));
    if (lo <= first && hi >= end) onWindow(null, null);
    else onWindow(toIso(lo), toIso(hi));
  }
  function down(grip: Grip) {
    return (event: PointerEvent) => {
      if (event.button) return;
      event.stopPropagation();
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const at = dayAt(pixel(event));
      drag.current = { grip, at, a: grip === "new" ? at : a, b: grip === "new" ? at : b };
    };
  }
  function move(event: PointerEvent) {
    const s = drag.current;
    if (!s) return;
    const d = dayAt(pixel(event)), by = d - s.at;
    if (s.grip === "new" && Math.abs(by) < 1) return;
    if (s.grip === "new") set(s.at, d);
    else if (s.grip === "from") set(Math.min(d, s.b), s.b);
    else if (s.grip === "to") set(s.a, Math.max(d, s.a));
    else { const k = Math.max(first - s.a, Math.min(end - s.b, by)); set(s.a + k, s.b + k); }
  }
  function up() { drag.current = null; }
  function key(grip: Grip) {
    return (event: KeyboardEvent) => {
      const by = ({ ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -4 * step, PageUp: 4 * step, Home: first - end, End: end - first } as Record<string, number>)[event.key];
      if (event.key === "Escape" && !whole) { onWindow(null, null); event.preventDefault(); return; }
      if (by === undefined) return;
      event.preventDefault();
      if (grip === "from") set(Math.max(first, Math.min(b, a + by)), b);
      else if (grip === "to") set(a, Math.min(end, Math.max(a, b + by)));
      else { const k = Math.max(first - a, Math.min(end - b, by)); set(a + k, b + k); }
    };
  }
  const slider = (grip: Grip, label: string, now: number, text: string, left: number, width: number) => (
    <div class={`grip ${grip}`} role="slider" tabIndex={0} aria-label={label} aria-valuemin={first} aria-valuemax={end} aria-valuenow={now} aria-valuetext={text}
      style={{ left: `${left}px`, width: `${width}px`, top: `${top}px`, height: `${height}px` }}
      onPointerDown={down(grip)} onPointerMove={move} onPointerUp={up} onPointerCancel={up} onKeyDown={key(grip)} />
  );
  const xa = x(a), xb = x(b + 1);
  return (
    <div class="brush no-print" onDblClick={() => onWindow(null, null)}>
      <div class="catch" style={{ top: `${top}px`, height: `${height}px` }} onPointerDown={down("new")} onPointerMove={move} onPointerUp={up} onPointerCancel={up} />
      {!whole && <div class="shade" style={{ left: `${x(first)}px`, width: `${xa - x(first)}px`, top: `${top}px`, height: `${height}px` }} />}
      {!whole && <div class="shade" style={{ left: `${xb}px`, width: `${x(last) - xb}px`, top: `${top}px`, height: `${height}px` }} />}
      {!whole && slider("whole", "Move the period", a, days(toIso(a), toIso(b)), xa, xb - xa)}
      {slider("from", "First day", a, day(toIso(a)), xa - 12, 24)}
      {slider("to", "Last day", b, day(toIso(b)), xb - 12, 24)}
    </div>
  );
}

/* Where the pointer is, counted from the left edge of the chart. */
function pixel(event: PointerEvent): number {
  const chart = (event.currentTarget as Element).closest(".time")!;
  return event.clientX - chart.getBoundingClientRect().left;
}

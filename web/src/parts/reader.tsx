/* A report's text with marks on it. Every mark is a span of the record: nothing is searched for in the text.
 * The lit sentence comes into sight: within its frame where it stands in one, else on the page. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type Piece, Points, type Span, pieces } from "../spans";

export interface Mark extends Span { href?: string; title?: string }
interface Props { text: string; marks: Mark[]; lit?: { start: number; end: number } | null; at?: string | null; onMark?: (label: string | null) => void; dim?: { start: number; end: number }[]; language?: string | null }

export function Reader({ text, marks, lit, at, onMark, dim = [], language }: Props) {
  const points = useMemo(() => new Points(text), [text]);
  const paragraphs = useMemo(() => split(points), [points]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = box.current?.querySelector("[data-lit]");
    const r = target?.getBoundingClientRect();
    const frame = box.current?.closest<HTMLElement>("[data-frame]");
    if (!target || !r) return;
    if (frame) frame.scrollTop += r.top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
    else if (r.top < 120 || r.bottom > innerHeight) target.scrollIntoView({ block: "center" });
  }, [text, lit?.start]);
  const all: Mark[] = [...marks, ...dim.map((d) => ({ ...d, kind: "dim" })), ...(lit ? [{ ...lit, kind: "sentence" }] : [])];
  return (
    <div class="text" ref={box} lang={language ?? undefined} dir="auto">
      {paragraphs.map(([a, b]) => <p key={a}>{group(pieces(points, a, b, all)).map((g) => <Run key={g[0]!.start} run={g} at={at ?? null} onMark={onMark} />)}</p>)}
    </div>
  );
}

/* Paragraphs as [start, end) in code points: lines, or, in text that was broken to a width, what lies between empty lines. */
const LONGEST_BROKEN = 130;
function split(points: Points): [number, number][] {
  const chars = Array.from(points.text);
  const broken = points.text.split("\n").every((line) => line.length <= LONGEST_BROKEN);
  const ends = (i: number) => chars[i] === "\n" && (!broken || chars[i + 1] === "\n" || chars[i + 1] === undefined || chars[i + 1] === "\r");
  const out: [number, number][] = [];
  for (let i = 0; i < chars.length;) {
    while (i < chars.length && /\s/.test(chars[i]!)) i++;
    const start = i;
    while (i < chars.length && !ends(i)) i++;
    if (i > start) out.push([start, i]);
    i++;
  }
  return out;
}

/* Pieces of the lit sentence stay together, so that the light is one band. */
function group(list: Piece[]): Piece[][] {
  const out: Piece[][] = [];
  for (const p of list) {
    const last = out[out.length - 1];
    if (last && isLit(last[0]!) && isLit(p)) last.push(p);
    else out.push([p]);
  }
  return out;
}
function isLit(p: Piece): boolean { return p.spans.some((s) => s.kind === "sentence"); }

function Run({ run, at, onMark }: { run: Piece[]; at: string | null; onMark?: (label: string | null) => void }) {
  const inner = run.map((p) => <One key={p.start} p={p} at={at} onMark={onMark} />);
  return isLit(run[0]!) ? <span class="lit" data-lit>{inner}</span> : <>{inner}</>;
}

function One({ p, at, onMark }: { p: Piece; at: string | null; onMark?: (label: string | null) => void }) {
  const marks = p.spans.filter((s) => s.kind !== "sentence" && s.kind !== "dim") as Mark[];
  if (!marks.length) return p.spans.some((s) => s.kind === "dim") ? <span class="dim">{p.text}</span> : <>{p.text}</>;
  const inner = marks[marks.length - 1]!;
  const names = marks.map((m) => `s-${m.kind}`).join(" ");
  const here = marks.some((m) => m.label && m.label === at);
  const starts = marks.filter((m) => m.n && m.start === p.start);
  const body = <>{starts.map((m) => <sup key={m.label} class="tag" aria-hidden="true">{m.n}</sup>)}{p.text}</>;
  const title = marks.map((m) => m.title ?? m.kind).join(", ");
  if (inner.href) return <a class={`span ${names}${here ? " here" : ""}`} href={inner.href} title={title}>{body}</a>;
  return <span class={`span ${names}${here ? " here" : ""}`} title={title} onPointerEnter={() => onMark?.(inner.label ?? null)} onPointerLeave={() => onMark?.(null)}>{body}</span>;
}

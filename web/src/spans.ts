/* The record counts Unicode code points, JavaScript counts UTF-16 units: this turns one into the other and cuts a text at its spans. */
export interface Span { start: number; end: number; kind: string; label?: string; n?: number }
export interface Piece { text: string; start: number; spans: Span[] }

export class Points {
  private readonly units: Uint32Array | null;
  constructor(readonly text: string) {
    this.units = /[\ud800-\udbff]/.test(text) ? Points.index(text) : null;
  }
  private static index(text: string): Uint32Array {
    const units: number[] = [];
    for (let i = 0; i < text.length; i += text.codePointAt(i)! > 0xffff ? 2 : 1) units.push(i);
    units.push(text.length);
    return Uint32Array.from(units);
  }
  get length(): number { return this.units ? this.units.length - 1 : this.text.length; }
  at(point: number): number {
    const p = Math.max(0, Math.min(point, this.length));
    return this.units ? this.units[p]! : p;
  }
  slice(start: number, end: number): string { return this.text.slice(this.at(start), this.at(end)); }
}

/* Cuts [start, end) into runs that lie under the same spans; longer spans come first. */
export function pieces(points: Points, start: number, end: number, spans: Span[]): Piece[] {
  const inside = spans.filter((s) => s.end > start && s.start < end && s.end > s.start);
  const cuts = new Set([start, end]);
  for (const s of inside) {
    cuts.add(Math.max(start, s.start));
    cuts.add(Math.min(end, s.end));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const out: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const a = sorted[i]!, b = sorted[i + 1]!;
    const over = inside.filter((s) => s.start <= a && s.end >= b).sort((x, y) => y.end - y.start - (x.end - x.start));
    out.push({ text: points.slice(a, b), start: a, spans: over });
  }
  return out;
}

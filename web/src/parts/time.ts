/* Days as numbers, and the marks of a time axis. */
export const DAY = 86400000;

export function toDay(iso: string): number {
  const [y, m = "01", d = "01"] = iso.split("-");
  return Math.round(Date.UTC(+y!, +m - 1, +d) / DAY);
}
export function toIso(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/* Bounds of a date filter: "2018-08..2018-11-09", "2018", "2018-09-04..". */
export function bounds(text: string | null): [number, number] | null {
  if (!text) return null;
  const [a = "", b = text.includes("..") ? "" : a] = text.split("..");
  return [a ? toDay(a) : -Infinity, b ? lastDay(b) : Infinity];
}
function lastDay(iso: string): number {
  const [y, m, d] = iso.split("-").map(Number);
  if (d) return toDay(iso);
  return Math.round(Date.UTC(m ? y! : y! + 1, m ? m : 0, 0) / DAY);
}

export interface Tick { day: number; text: string; strong: boolean }

/* Marks at beginnings of years, quarters, months, weeks or days: as fine as there is room for. */
export function ticks(from: number, to: number, width: number): Tick[] {
  const room = Math.max(2, Math.floor(width / 84));
  const length = to - from;
  const months = length / 30.4;
  if (length <= room * 1.5) return every(from, to, 1);
  if (length <= room * 7) return every(from, to, 7);
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((s) => months / s <= room) ?? 600;
  return byMonth(from, to, step);
}
const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function every(from: number, to: number, step: number): Tick[] {
  const out: Tick[] = [];
  for (let d = step === 7 ? from + ((11 - (from % 7)) % 7) : from; d <= to; d += step) {
    const date = new Date(d * DAY);
    out.push({ day: d, text: `${date.getUTCDate()} ${NAMES[date.getUTCMonth()]}`, strong: date.getUTCDate() === 1 });
  }
  return out;
}
function byMonth(from: number, to: number, step: number): Tick[] {
  const out: Tick[] = [];
  const first = new Date(from * DAY);
  for (let m = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step; ; m += step) {
    const year = Math.floor(m / 12), month = m - year * 12;
    const day = Math.round(Date.UTC(year, month, 1) / DAY);
    if (day > to) return out;
    if (day >= from) out.push({ day, text: month === 0 || step >= 12 ? String(year) : NAMES[month]!, strong: month === 0 });
  }
}

/* 1, 2, 5, 10, 20 ...: the next round number that is not smaller */
export function roundUp(x: number): number {
  if (x <= 1) return 1;
  const p = 10 ** Math.floor(Math.log10(x));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((k) => k * p).find((v) => v >= x)!;
}

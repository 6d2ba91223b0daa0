/* Plain words for what the record holds. */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export interface Quad { id: number; letter: string; name: string; short: string }
export const QUADS: Quad[] = [
  { id: 1, letter: "W+", name: "words of cooperation", short: "verbal cooperation" },
  { id: 2, letter: "A+", name: "acts of cooperation", short: "material cooperation" },
  { id: 3, letter: "W−", name: "words of conflict", short: "verbal conflict" },
  { id: 4, letter: "A−", name: "acts of conflict", short: "material conflict" },
];

export const TYPES: Record<string, { verb: string; noun: string; quad: number }> = {
  AGREE: { verb: "agrees, promises or offers", noun: "agree", quad: 1 },
  CONSULT: { verb: "meets or talks", noun: "consult", quad: 1 },
  SUPPORT: { verb: "supports or signs", noun: "support", quad: 1 },
  CONCEDE: { verb: "concedes", noun: "concede", quad: 1 },
  COOPERATE: { verb: "cooperates", noun: "cooperate", quad: 2 },
  AID: { verb: "gives aid", noun: "aid", quad: 2 },
  RETREAT: { verb: "withdraws or releases", noun: "retreat", quad: 2 },
  REQUEST: { verb: "asks or demands", noun: "request", quad: 3 },
  ACCUSE: { verb: "accuses or disapproves", noun: "accuse", quad: 3 },
  REJECT: { verb: "refuses", noun: "reject", quad: 3 },
  THREATEN: { verb: "threatens", noun: "threaten", quad: 3 },
  PROTEST: { verb: "protests", noun: "protest", quad: 4 },
  SANCTION: { verb: "cuts ties or punishes", noun: "sanction", quad: 4 },
  MOBILIZE: { verb: "shows force", noun: "mobilize", quad: 4 },
  COERCE: { verb: "coerces or arrests", noun: "coerce", quad: 4 },
  ASSAULT: { verb: "attacks", noun: "assault", quad: 4 },
};

export const AUX: Record<string, { word: string; tells: string }> = {
  negation: { word: "did not happen", tells: "The report says that this did not happen." },
  hypothetical: { word: "hypothetical", tells: "Something that might happen, or would." },
  future: { word: "planned", tells: "Announced or expected; had not happened when it was written." },
  historical: { word: "background", tells: "From before the present story." },
};

export const SECTORS: Record<string, string> = {
  GOV: "government", MIL: "military", REB: "rebels", COP: "police", JUD: "courts", LEG: "legislature", PRM: "militia", PTY: "party", SPY: "secret service",
  UAF: "unidentified armed men", UNK: "unknown", AGR: "farming", BUS: "business", CRM: "crime", CVL: "civilians", EDU: "education", ELI: "former officials",
  JRN: "press", LAB: "labour", MED: "medical", REF: "refugees", OPP: "opposition", PRE: "partly recognised", REL: "religion", SOC: "society",
};

export const ANSWERS: Record<string, string> = {
  invited: "invited", accepted: "accepted", declined: "declined", expected: "expected", unannounced: "has not said", attended: "attended",
};

export function count(n: number): string {
  return n.toLocaleString("en-GB");
}

/* "1 event", "12 events" */
export function many(n: number, one: string, more = one + "s"): string {
  return `${count(n)} ${n === 1 ? one : more}`;
}

export function both(events: number, reports: number): string {
  return `${many(events, "event")} / ${many(reports, "report")}`;
}

/* 2018-11-09 -> 9 Nov 2018; with `year` false, 9 Nov */
export function day(iso: string | null | undefined, year = true): string {
  const m = /^(-?\d+)(?:-(\d\d))?(?:-(\d\d))?/.exec(iso ?? "");
  if (!m) return "no date";
  const month = m[2] ? MONTHS[+m[2] - 1] : "";
  return [m[3] ? String(+m[3]) : "", month, year || !month ? m[1] : ""].filter(Boolean).join(" ");
}

/* A span of days in as few words as its precision allows. */
export function days(from?: string | null, to?: string | null, precision?: string | null): string {
  if (!from) return "no date";
  if (precision === "month") return day(from.slice(0, 7));
  if (precision === "year") return from.slice(0, 4);
  if (!to || to === from) return day(from);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${+from.slice(8, 10)}–${day(to)}`;
  if (from.slice(0, 4) === to.slice(0, 4)) return `${day(from, false)} – ${day(to)}`;
  return `${day(from)} – ${day(to)}`;
}

/* "10 to 12", "at least 100", "3" */
export function range(low: number | null | undefined, high: number | null | undefined): string {
  if (low == null) return high == null ? "?" : `up to ${count(high)}`;
  if (high == null) return `at least ${count(low)}`;
  return low === high ? count(low) : `${count(low)} to ${count(high)}`;
}

export function percent(x: number): string {
  return `${Math.round(x * 100)} %`;
}

export function party(code?: string | null, sector?: string | null): string {
  return [code, sector].filter(Boolean).join(".") || "unknown";
}

/* AFG.GOV -> "AFG government" */
export function codeWords(code: string): string {
  const [country, sector] = code.split(".");
  return [country, sector && (SECTORS[sector] ?? sector)].filter(Boolean).join(" ");
}

/* The server's answers (doc/api.md), fetched once each and kept for as long as the page is open. */
import { useEffect, useRef, useState } from "preact/hooks";
import { filters } from "./url";

export interface Party { text?: string; name?: string | null; id?: string | null; code?: string | null; sector?: string | null; office?: string | null; via?: string | null; start?: number; end?: number }
export interface Quantity { kind: string; low: number | null; high: number | null; text?: string; start?: number; end?: number }
export interface FieldSpan { field: string; position: number; start: number; end: number; quote: string }

export interface Coded {
  event_id: string; doc_id: string;
  date: string | null; enddate: string | null; date_precision: string | null; date_basis: string | null;
  event: string; mode: string[]; context: string[]; aux: string[]; cameo: string | null; quad_code: number; event_scale: number | null;
  actors: Party[]; recipients: Party[]; quantities: Quantity[];
  place_text?: string | null; place?: string | null; country_code?: string | null; province?: string | null; feature_code?: string | null; lat?: number | null; lon?: number | null;
  claim_source: Party; stance: string | null; meeting: string | null; answer: string | null;
  rule: string; coder?: string; confidence: number; sentence: number; sentence_text: string | null; quote: string; start: number; end: number;
  title: string | null; publisher: string | null; published: string | null;
  spans?: FieldSpan[];
}
export interface Event extends Coded { id: string; n_reports: number; n_publishers: number; disputed: number; first_report?: string; last_report?: string; reviewed?: string | null }

/* What a reviewer has said: of the whole record (field "record": accept or reject) or of one field. The machine's value stays. */
export interface Correction { correction_id: string; event_id: string; record_id: string; field: string; old: string | null; new: string | null; reason: string | null; reviewer: string | null; at: string }

export interface Waiting<T> { data: T | null; error: string | null; busy: boolean }

const kept = new Map<string, Promise<unknown>>();

export class Fault extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}

export function ask<T>(path: string): Promise<T> {
  let answer = kept.get(path);
  if (!answer) {
    answer = get(path);
    kept.set(path, answer);
    answer.catch(() => kept.delete(path));
    if (kept.size > 200) kept.delete(kept.keys().next().value!);
  }
  return answer as Promise<T>;
}

async function get(path: string, more: RequestInit = {}): Promise<unknown> {
  let reply: Response;
  try {
    reply = await fetch(path, { ...more, headers: { accept: "application/json", ...more.headers } });
  } catch {
    throw new Fault(0, "The server does not answer. Is dateline serve still running?");
  }
  const body = await reply.json().catch(() => null) as { error?: string } | null;
  if (!reply.ok) throw new Fault(reply.status, body?.error ?? `The server answered ${reply.status}.`);
  return body;
}

export async function send(path: string, body: object): Promise<void> {
  await get(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/* Forgets what a correction has changed; what is on the page is asked for anew. */
const asking = new Set<() => void>();
export function forget(): void {
  kept.clear();
  for (const again of [...asking]) again();
}

/* The answer to a call; the last one stays on the page while the next is on its way, so that nothing flickers. */
export function useAsk<T>(path: string | null): Waiting<T> {
  const [state, set] = useState<Waiting<T>>({ data: null, error: null, busy: path !== null });
  const wanted = useRef(path);
  wanted.current = path;
  useEffect(() => {
    if (path === null) return;
    const start = () => {
      set((s) => ({ ...s, busy: true }));
      ask<T>(path).then(
        (data) => { if (wanted.current === path) set({ data, error: null, busy: false }); },
        (error: Error) => { if (wanted.current === path) set({ data: null, error: error.message, busy: false }); },
      );
    };
    start();
    asking.add(start);
    return () => { asking.delete(start); };
  }, [path]);
  return state;
}

/* The address of a call with the filters in force. */
export function call(path: string, query: URLSearchParams, more: Record<string, string | number | null | undefined> = {}): string {
  const q = filters(query);
  for (const [name, value] of Object.entries(more)) if (value !== null && value !== undefined && value !== "") q.set(name, String(value));
  const text = q.toString();
  return `/api/${path}${text ? "?" + text : ""}`;
}

/* The address is the state: a path names the view, the query names the filters, and nothing else is kept anywhere.
 * So a link shows another reader the same thing, and Back undoes a filter. */
import { useEffect, useState } from "preact/hooks";

export interface Place { path: string; view: string; id: string; query: URLSearchParams }

/* Filters that every view obeys; the names are those of the question language (doc/query.md). */
export const FILTERS = [
  "party", "actor", "recipient", "type", "quad", "date", "country", "publisher", "aux", "source", "stance",
  "meeting", "answer", "confidence", "reports", "dead", "disputed", "reviewed", "text",
] as const;
export type Filter = (typeof FILTERS)[number];

export function here(): Place {
  const path = location.pathname.replace(/\/+$/, "") || "/";
  const parts = path.split("/").slice(1).map(decode);
  return { path, view: parts[0] || "overview", id: parts.slice(1).join("/"), query: new URLSearchParams(location.search) };
}

function decode(part: string): string {
  try { return decodeURIComponent(part); } catch { return part; }
}

const listeners = new Set<() => void>();
addEventListener("popstate", tell);
function tell(): void { for (const f of [...listeners]) f(); }

export function usePlace(): Place {
  const [place, set] = useState(here);
  useEffect(() => {
    const f = () => set(here());
    listeners.add(f);
    return () => { listeners.delete(f); };
  }, []);
  return place;
}

/* Goes to an address of the page. `replace` keeps the history short while somebody drags. */
export function go(href: string, replace = false): void {
  if (href === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", href);
  tell();
}

/* An address with some of the query changed; null or "" takes a name out. */
export function link(path: string, query: URLSearchParams, change: Record<string, string | null> = {}): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
  const text = next.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  return text ? `${path}?${text}` : path;
}

/* Only the filters of a query, for links from view to view and for the API. */
export function filters(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams();
  for (const name of FILTERS) {
    const value = query.get(name);
    if (value) kept.set(name, value);
  }
  return kept;
}

export function setFilter(change: Partial<Record<Filter, string | null>>, replace = false): void {
  const place = here();
  go(link(place.path, place.query, { ...change, page: null }), replace);
}

/* Links inside the page do not load it anew. */
export function catchLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const a = (event.target as Element).closest?.("a");
  if (!a || a.target || a.hasAttribute("download") || a.origin !== location.origin) return;
  if (a.pathname.startsWith("/api/") || /\.[a-z]+$/.test(a.pathname) || a.getAttribute("href")?.startsWith("#")) return;
  event.preventDefault();
  go(a.pathname + a.search);
}

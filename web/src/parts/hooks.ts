import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

/* Width of an element in CSS pixels, 0 until it is laid out. */
export function useWidth<T extends Element>(): [RefObject<T | null>, number] {
  const ref = useRef<T | null>(null);
  const [width, set] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    set(Math.floor(element.getBoundingClientRect().width));
    const observer = new ResizeObserver(() => set(Math.floor(element.getBoundingClientRect().width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/* Keys of a view. Single keys are off while somebody types, and altogether when the reader says so.
 * The page's own keys are asked first, so that "g a" leads to the actors wherever one is; what gives false leaves the key to the view. */
export type Keys = Record<string, (event: KeyboardEvent) => void | boolean>;
export function useKeys(keys: Keys, first = false): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const f = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn()) return;
      const act = latest.current[event.key];
      if (act && act(event) !== false) event.preventDefault();
    };
    addEventListener("keydown", f, first);
    return () => removeEventListener("keydown", f, first);
  }, []);
}

function typing(target: EventTarget | null): boolean {
  const e = target as HTMLElement | null;
  return !!e?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], .own-keys");
}

export function keysOn(): boolean {
  return recall("keys") !== "off";
}

/* What the reader set on this device. It may be refused, and then the page does without. */
export function recall(name: string): string | null {
  try { return localStorage.getItem("dateline." + name); } catch { return null; }
}
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem("dateline." + name);
    else localStorage.setItem("dateline." + name, value);
  } catch { /* private mode: the setting lasts until the page is closed */ }
}

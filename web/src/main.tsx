import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentType } from "preact";
import "./style/base.css";
import "./style/parts.css";
import { useAsk } from "./api";
import { Context, type Summary } from "./parts/context";
import { Chips, Filters } from "./parts/filters";
import { Help } from "./parts/help";
import { type Keys, recall, remember, useKeys } from "./parts/hooks";
import { Dialog, Empty, Title, say } from "./parts/ui";
import { catchLinks, filters, go, here, link, usePlace } from "./url";
import { Overview } from "./views/overview";

interface View { path: string; name: string; key: string; filtered: boolean; strip: boolean; load: () => Promise<ComponentType> }

/* The views in the order of the menu. All but the first are loaded when they are first looked at. */
const VIEWS: View[] = [
  { path: "/", name: "Overview", key: "o", filtered: true, strip: false, load: async () => Overview },
  { path: "/timeline", name: "Timeline", key: "t", filtered: true, strip: true, load: () => import("./views/timeline").then((m) => m.Timeline) },
  { path: "/events", name: "Events", key: "e", filtered: true, strip: true, load: () => import("./views/events").then((m) => m.Events) },
  { path: "/claims", name: "Claims", key: "c", filtered: true, strip: true, load: () => import("./views/claims").then((m) => m.Claims) },
  { path: "/process", name: "Process", key: "p", filtered: true, strip: true, load: () => import("./views/process").then((m) => m.Process) },
  { path: "/actors", name: "Actors", key: "a", filtered: true, strip: true, load: () => import("./views/actors").then((m) => m.Actors) },
  { path: "/map", name: "Map", key: "m", filtered: true, strip: true, load: () => import("./views/map").then((m) => m.MapView) },
  { path: "/sources", name: "Sources", key: "s", filtered: true, strip: true, load: () => import("./views/sources").then((m) => m.Sources) },
  { path: "/review", name: "Review", key: "r", filtered: false, strip: false, load: () => import("./views/review").then((m) => m.Review) },
  { path: "/codebook", name: "Codebook", key: "b", filtered: false, strip: false, load: () => import("./views/codebook").then((m) => m.Codebook) },
];
/* Views of one thing, reached from the others. */
const ONE: Record<string, { under: string; load: () => Promise<ComponentType> }> = {
  event: { under: "/events", load: () => import("./views/evidence").then((m) => m.EventView) },
  article: { under: "/events", load: () => import("./views/evidence").then((m) => m.ArticleView) },
  claim: { under: "/claims", load: () => import("./views/claims").then((m) => m.ClaimView) },
  meeting: { under: "/process", load: () => import("./views/process").then((m) => m.MeetingView) },
  actor: { under: "/actors", load: () => import("./views/actors").then((m) => m.ActorView) },
};

type Theme = "light" | "dark";
const dark = matchMedia("(prefers-color-scheme: dark)");
function theme(): Theme {
  const chosen = recall("theme");
  return chosen === "light" || chosen === "dark" ? chosen : dark.matches ? "dark" : "light";
}
function paint(): void { document.documentElement.dataset["theme"] = theme(); }
paint();
dark.addEventListener("change", paint);

const loaded = new Map<string, ComponentType>([["/", Overview]]);

function Page() {
  const place = usePlace();
  const main = VIEWS.find((v) => v.path === place.path);
  const one = place.id ? ONE[place.view] : undefined;
  const name = main ? main.path : one ? place.view : "";
  const [help, setHelp] = useState(false);
  const [open, setOpen] = useState(false);
  const [, again] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const goTo = useRef(0);
  const { data: summary } = useAsk<Summary>("/api/summary");

  useEffect(() => {
    const load = main?.load ?? one?.load;
    if (!load || loaded.has(name)) return;
    load().then((view) => { loaded.set(name, view); again((n) => n + 1); });
  }, [name]);
  useArrival(place.path, loaded.has(name));

  const keys: Keys = {
    "/": () => search.current?.focus(),
    "?": () => setHelp(true),
    g: () => { goTo.current = Date.now(); },
    t: () => { if (!jump("t")) go(link(place.path, place.query, { as: place.query.get("as") === "table" ? null : "table" })); },
    f: () => {
      const filter = document.querySelector<HTMLElement>("aside.filters summary, .filter-open:not([hidden])");
      filter?.focus();
      return !!filter;
    },
  };
  function jump(key: string): boolean {
    const view = Date.now() - goTo.current < 1500 && VIEWS.find((v) => v.key === key);
    goTo.current = 0;
    if (view) go(link(view.path, filters(place.query)));
    return !!view;
  }
  for (const v of VIEWS) keys[v.key] ??= () => jump(v.key);
  useKeys(keys, true);

  const View = loaded.get(name);
  const under = main?.path ?? one?.under;
  const filtered = main?.filtered ?? false;
  return (
    <div onClick={catchLinks}>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.querySelector<HTMLElement>("main h1")?.focus(); }}>Skip to the content</a>
      <header class="top no-print">
        <div class="bar-1">
          <a class="brand" href={link("/", filters(place.query))}><Mark />dateline{summary && <span class="store">{summary.title || summary.store}</span>}</a>
          <Search box={search} />
          <ThemeSwitch />
          <button class="icon" type="button" aria-label="Help and keys" onClick={() => setHelp(true)}><kbd>?</kbd></button>
        </div>
        <nav class="views" aria-label="Views">
          {VIEWS.map((v) => <a key={v.path} href={link(v.path, filters(place.query))} aria-current={v.path === under ? "page" : undefined}>{v.name}</a>)}
        </nav>
      </header>
      <div class={"shell" + (filtered ? "" : " wide")}>
        {filtered && <aside class="filters no-print" aria-label="Filters"><Filters /></aside>}
        <main id="main">
          {filtered && <Chips onOpen={() => setOpen(true)} />}
          {main?.strip && <Context />}
          {!main && !one ? <Lost /> : View ? <View /> : <div class="wait" aria-busy="true"><span class="hide">Loading</span></div>}
        </main>
      </div>
      {summary && <footer class="foot"><p>Machine-coded by {summary.coder}. Counts are events / reports: one event may be told by many reports. A zero means that no report that was read tells of an event, not that nothing happened.</p></footer>}
      <div id="live" class="hide" aria-live="polite" />
      <Help open={help} onClose={() => setHelp(false)} views={VIEWS} />
      <Dialog open={open} onClose={() => setOpen(false)} label="Filters">
        <div class="sheet"><Filters /><p><button class="button main" type="button" onClick={() => setOpen(false)}>Show</button></p></div>
      </Dialog>
    </div>
  );
}

/* On arrival at another view: its name in the title, the reader's place at its head. */
function useArrival(path: string, ready: boolean): void {
  const first = useRef(true);
  useEffect(() => {
    if (!ready) return;
    const head = document.querySelector<HTMLElement>("main h1");
    document.title = (head?.textContent?.slice(0, 80) ?? "dateline") + " · dateline";
    if (first.current) { first.current = false; return; }
    scrollTo(0, 0);
    head?.focus({ preventScroll: true });
    say(head?.textContent ?? "");
  }, [path, ready]);
}

function Search({ box }: { box: { current: HTMLInputElement | null } }) {
  const { query } = usePlace();
  const [text, set] = useState(query.get("text") ?? "");
  useEffect(() => set(query.get("text") ?? ""), [query.get("text")]);
  function send(event: Event) {
    event.preventDefault();
    const place = here();
    const at = VIEWS.some((v) => v.path === place.path && v.filtered && v.path !== "/") ? place.path : "/events";
    go(link(at, filters(place.query), { text: text.trim() || null }));
    box.current?.blur();
  }
  return (
    <form class="search" role="search" onSubmit={send}>
      <svg viewBox="0 0 16 16" fill="none" stroke-width="1.6" aria-hidden="true"><circle cx="7" cy="7" r="4.6" /><path d="M10.5 10.5 15 15" /></svg>
      <input ref={box} type="search" value={text} onInput={(e) => set(e.currentTarget.value)} placeholder="Words in the reports" aria-label="Search for words in the reports" />
      {!text && <kbd aria-hidden="true">/</kbd>}
    </form>
  );
}

function ThemeSwitch() {
  const [now, set] = useState(theme());
  function flip() {
    const next: Theme = now === "dark" ? "light" : "dark";
    remember("theme", (dark.matches ? "dark" : "light") === next ? null : next);
    paint();
    set(next);
  }
  return (
    <button class="icon" type="button" aria-label={now === "dark" ? "Light colours" : "Dark colours"} onClick={flip}>
      <svg viewBox="0 0 18 18" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><circle cx="9" cy="9" r="6.2" /><path d="M9 2.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" stroke="none" /></svg>
    </button>
  );
}

function Mark() {
  return <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M3 16h26" stroke="currentColor" stroke-width="1.6" /><path class="q1" d="M7 14.5V9h4v5.5zM14 14.5V3h4v11.500zM21 14.500V10h4v4.500z" /><path class="q4" d="M7 17.500v3h4v-3zM14 17.500v4h4v-4zM21 17.500V28h4V17.500z" /></svg>;
}

function Lost() {
  return <><Title>There is no such page</Title><Empty title="Nothing stands at this address."><p><a href="/">Go to the overview</a></p></Empty></>;
}

render(<Page />, document.getElementById("page")!);

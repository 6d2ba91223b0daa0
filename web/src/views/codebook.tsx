/* What is coded as what, type by type, and how many events of each type are here. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { useAsk } from "../api";
import { type Book, type Section, readBook } from "../parts/codebook";
import type { Facets, Value } from "../parts/filters";
import { Blocks } from "../parts/markdown";
import { Await, QuadMark, Title } from "../parts/ui";
import { usePlace } from "../url";
import { QUADS, TYPES, both, count } from "../words";
import "../style/codebook.css";

export function Codebook() {
  const text = useAsk<{ markdown: string }>("/api/codebook");
  const book = useMemo(() => text.data && readBook(text.data.markdown), [text.data]);
  return (
    <>
      <Title note="What is coded as what. Beside each type stands how many events of it are here; follow the number to read them.">Codebook</Title>
      <Await of={{ ...text, data: book }} tall={700}>{(b) => <Sheets book={b} />}</Await>
    </>
  );
}

function Sheets({ book }: { book: Book }) {
  const { query } = usePlace();
  const { data: facets } = useAsk<Facets>("/api/facets");
  const counts = facets && new Map(facets["type"]?.map((v) => [v.value, v]));
  const [at, follow] = useReading(book);
  const types = new Set(book.sections.flatMap((s) => s.type ?? []));
  const code = (name: string) => (types.has(name) ? "#" + name : null);
  const wanted = (query.get("type") ?? "").split(",")[0]!;

  /* The page has put its focus on the head by then; the section that the address names comes after. */
  useEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1)) || wanted;
    if (id) requestAnimationFrame(() => { document.getElementById(id)?.scrollIntoView(); document.getElementById(id)?.focus({ preventScroll: true }); });
  }, [wanted]);

  return (
    <div class="book">
      <Contents book={book} counts={counts} at={at} />
      <div class="prose" ref={follow}>
        <Blocks list={book.intro} code={code} label="The codebook" />
        {book.sections.map((s) => <One key={s.id} s={s} found={counts ? counts.get(s.type ?? "") ?? null : undefined} code={code} />)}
      </div>
    </div>
  );
}

function Contents({ book, counts, at }: { book: Book; counts: Map<string, Value> | null; at: string | null }) {
  const entry = (s: Section) => (
    <li key={s.id}><a href={"#" + s.id} aria-current={at === s.id ? "true" : undefined}><span>{s.type ?? s.title}</span>{s.type && counts && <span class="num">{count(counts.get(s.type)?.events ?? 0)}<span class="hide"> events</span></span>}</a></li>
  );
  return (
    <nav class="contents" id="contents" aria-label="Contents of the codebook" tabIndex={-1}>
      {QUADS.map((q) => {
        const list = book.sections.filter((s) => s.type && TYPES[s.type]?.quad === q.id);
        return list.length > 0 && <section key={q.id}><h2><QuadMark quad={q.id} />{q.name}</h2><ul>{list.map(entry)}</ul></section>;
      })}
      <section><h2>also</h2><ul>{book.sections.filter((s) => !s.type || !TYPES[s.type]).map(entry)}</ul></section>
    </nav>
  );
}

/* `found`: undefined while the counts are on their way, null for none. */
function One({ s, found, code }: { s: Section; found: Value | null | undefined; code: (name: string) => string | null }) {
  return (
    <section aria-labelledby={s.id}>
      <div class="head">
        <h2 id={s.id} tabIndex={-1}>{s.type && <QuadMark quad={TYPES[s.type]?.quad ?? 0} />}{s.type ? <>{s.type} <span>{s.title}</span></> : s.title}</h2>
        {s.type && found !== undefined && (found ? <a class="small" href={`/events?type=${s.type}`}>{both(found.events, found.reports)}<span class="hide"> of type {s.type}</span></a> : <span class="small quiet">no event of this type here</span>)}
        <a class="more quiet" href="#contents">contents</a>
      </div>
      <Blocks list={s.list} code={code} label={s.type ?? s.title} />
    </section>
  );
}

/* Which section the reader is in: the last one whose head has passed the upper third of the window. */
function useReading(book: Book): [string | null, (element: HTMLElement | null) => void] {
  const [at, set] = useState<string | null>(null);
  const [element, follow] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element) return;
    const heads = [...element.querySelectorAll<HTMLElement>("section > .head > h2")];
    const look = () => set(heads.filter((h) => h.getBoundingClientRect().top < innerHeight / 3).pop()?.id ?? null);
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [element, book]);
  return [at, follow];
}

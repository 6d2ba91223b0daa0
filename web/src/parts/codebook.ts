/* The codebook as the server gives it, cut at its headings. */
import { type Block, blocks } from "./markdown";

export interface Section { id: string; type: string | null; title: string; list: Block[]; modes: string[] }
export interface Book { intro: Block[]; sections: Section[] }

/* "## REJECT: Refuse" is the section of a type, "## Sectors" one of the others. */
export function readBook(markdown: string): Book {
  const book: Book = { intro: [], sections: [] };
  for (const b of blocks(markdown)) {
    const last = book.sections[book.sections.length - 1];
    if (b.kind === "head" && b.level === 2) {
      const m = /^([A-Z]+): (.*)$/.exec(b.text);
      book.sections.push({ id: m ? m[1]! : b.text.toLowerCase().replace(/\W+/g, "-"), type: m ? m[1]! : null, title: m ? m[2]! : b.text, list: [], modes: [] });
    } else if (last) {
      last.list.push(b);
      if (last.type && b.kind === "table" && b.head[0] === "mode") last.modes = b.rows.map((row) => row[0]!.replace(/`/g, ""));
    } else if (b.kind !== "head") book.intro.push(b);
  }
  return book;
}

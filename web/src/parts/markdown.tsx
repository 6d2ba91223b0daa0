/* Markdown as elements: headings, paragraphs, lists, tables, code, emphasis and links. Nothing of the text is ever read as HTML. */
import type { ComponentChildren } from "preact";
import { Fragment } from "preact";

export type Block =
  | { kind: "head"; level: number; text: string }
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "table"; head: string[]; rows: string[][] };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;

export function blocks(markdown: string): Block[] {
  const lines = markdown.replace(/\r/g, "").split("\n");
  const out: Block[] = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!, head = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line), item = ITEM.exec(line);
    if (!line.trim()) i++;
    else if (line.startsWith("```")) {
      const from = ++i;
      while (i < lines.length && !lines[i]!.startsWith("```")) i++;
      out.push({ kind: "code", text: lines.slice(from, i++).join("\n") });
    } else if (head) {
      out.push({ kind: "head", level: head[1]!.length, text: head[2]! });
      i++;
    } else if (line.startsWith("|") && /^\|[\s:|-]+\|?\s*$/.test(lines[i + 1] ?? "")) {
      const rows: string[][] = [];
      for (i += 2; lines[i]?.startsWith("|"); i++) rows.push(cells(lines[i]!));
      out.push({ kind: "table", head: cells(line), rows });
    } else if (item) {
      const items: string[] = [];
      for (; i < lines.length && lines[i]!.trim(); i++) {
        const next = ITEM.exec(lines[i]!);
        if (next) items.push(next[2]!);
        else items.push(`${items.pop()} ${lines[i]!.trim()}`);
      }
      out.push({ kind: "list", ordered: item[1] !== undefined, items });
    } else {
      const from = i++;
      while (i < lines.length && lines[i]!.trim() && !/^(#{1,6}\s|```|\|)/.test(lines[i]!) && !ITEM.test(lines[i]!)) i++;
      out.push({ kind: "text", text: lines.slice(from, i).map((l) => l.trim()).join(" ") });
    }
  }
  return out;
}

function cells(line: string): string[] {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((c) => c.trim().replace(/\\\|/g, "|"));
}

const MARK = /`([^`]+)`|\*\*(.+?)\*\*|\*([^\s*](?:[^*]*[^\s*])?)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/* `code` may make a link of a name that it knows. */
export type CodeLink = (name: string) => string | null;

export function Inline({ text, code }: { text: string; code?: CodeLink }) {
  const out: ComponentChildren[] = [];
  let from = 0;
  for (const m of text.matchAll(MARK)) {
    out.push(text.slice(from, m.index));
    from = m.index + m[0].length;
    const href = m[1] ? code?.(m[1]) : m[5];
    if (m[1]) out.push(href ? <a href={href}><code>{m[1]}</code></a> : <code>{m[1]}</code>);
    else if (m[2]) out.push(<strong><Inline text={m[2]} code={code} /></strong>);
    else if (m[3]) out.push(<em><Inline text={m[3]} code={code} /></em>);
    else out.push(/^(https?:|\/|#)/.test(href!) ? <a href={href!} rel="noreferrer noopener">{m[4]}</a> : m[4]);
  }
  out.push(text.slice(from));
  return <>{out.map((part, i) => <Fragment key={i}>{part}</Fragment>)}</>;
}

/* A paragraph that is wholly bold is the head of what follows. */
export function Blocks({ list, code, label }: { list: Block[]; code?: CodeLink; label: string }) {
  return <>{list.map((b, i) => <One key={i} b={b} code={code} label={label} />)}</>;
}

function One({ b, code, label }: { b: Block; code?: CodeLink; label: string }) {
  const inline = (text: string) => <Inline text={text} code={code} />;
  if (b.kind === "code") return <pre tabIndex={0}><code>{b.text}</code></pre>;
  if (b.kind === "head") return b.level < 3 ? <h2>{inline(b.text)}</h2> : <h3>{inline(b.text)}</h3>;
  if (b.kind === "text") {
    const head = /^\*\*([^*]+)\*\*$/.exec(b.text);
    return head ? <h3>{head[1]}</h3> : <p>{inline(b.text)}</p>;
  }
  if (b.kind === "list") {
    const items = b.items.map((text, i) => <li key={i}>{inline(text)}</li>);
    return b.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  return (
    <div class="table" tabIndex={0} role="region" aria-label={`${label}: by ${b.head[0]}`}>
      <table>
        <thead><tr>{b.head.map((h, i) => <th key={i} scope="col">{inline(h)}</th>)}</tr></thead>
        <tbody>{b.rows.map((row, i) => <tr key={i}>{row.map((c, j) => <td key={j}>{inline(c)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

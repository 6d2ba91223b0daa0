/* The form in which a reviewer puts a value beside the machine's, and how both are written: lists with a space between, as in the store. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Coded, type Correction, type Party, useAsk } from "../api";
import { AUX, QUADS, TYPES, codeWords } from "../words";
import { readBook } from "./codebook";
import type { Facets } from "./filters";
import { QuadMark } from "./ui";

export interface Part { field: string; old: string | null; new: string; reason?: string }
type Values = Record<string, string>;

const NAMES: Record<string, string> = { event: "type", mode: "mode", date: "date", actor: "actor", recipient: "recipient", place: "place", aux: "standing" };

function codes(list: Party[]): string {
  return list.map((p) => (p.code ?? "") + (p.sector ? "." + p.sector : "") || "unknown").join(" ");
}
function machineDate(r: Coded): string {
  if (!r.date) return "";
  if (r.date_precision === "year") return r.date.slice(0, 4);
  if (r.date_precision === "month") return r.date.slice(0, 7);
  return r.enddate && r.enddate !== r.date ? `${r.date}..${r.enddate}` : r.date;
}
export function machineValues(r: Coded): Values {
  return { event: r.event, mode: r.mode.join(" "), date: machineDate(r), actor: codes(r.actors), recipient: codes(r.recipients), place: r.place || r.place_text || "", aux: r.aux.join(" ") };
}

const DAY = /^-?\d{4}(-\d\d(-\d\d)?)?$/, CODE = /^(unknown|[A-Z]{3}(\.[A-Z]{3})?|\.[A-Z]{3})$/;

function faultOf(field: string, value: string): string | null {
  if (field === "date" && value && !(value.split("..").length <= 2 && value.split("..").every((d) => DAY.test(d)))) return "A date is 2018-11-09, 2018-11, 2018 or 2018-11-09..2018-11-12.";
  if ((field === "actor" || field === "recipient") && value && !value.split(" ").every((c) => CODE.test(c))) return "A code is AFG, AFG.GOV or .REB; several have a space between.";
  return null;
}
function tidy(field: string, value: string): string {
  const text = value.trim().replace(/\s+/g, " ");
  return field === "actor" || field === "recipient" ? text.toUpperCase().replace(/UNKNOWN/g, "unknown") : text;
}

interface Props { record: Coded; corrections: Correction[]; busy: boolean; onSave: (parts: Part[]) => void; onClose: () => void }

/* Enter saves and Escape closes. A value that was put right before stands in its field; the machine's stands beside each. */
export function Fix({ record, corrections, busy, onSave, onClose }: Props) {
  const machine = useMemo(() => machineValues(record), [record]);
  const before = useMemo(() => ({ ...machine, ...Object.fromEntries(corrections.filter((c) => c.field in machine).map((c) => [c.field, c.new ?? ""])) }), [machine, corrections]);
  const [values, set] = useState<Values>(before);
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const book = useAsk<{ markdown: string }>("/api/codebook");
  const facets = useAsk<Facets>("/api/facets");
  const modes = useMemo(() => new Map((book.data ? readBook(book.data.markdown).sections : []).map((s) => [s.type, s.modes])), [book.data]);
  const known = (facets.data?.["party"] ?? []).map((v) => v.value).filter((v) => CODE.test(v));
  useEffect(() => form.current?.querySelector<HTMLElement>("select, input")?.focus(), []);

  function put(field: string, value: string) {
    set((v) => ({ ...v, [field]: value, ...(field === "event" ? { mode: value === machine["event"] ? machine["mode"]! : "" } : {}) }));
    setFaults({});
  }
  function save(event: Event) {
    event.preventDefault();
    const now = Object.fromEntries(Object.entries(values).map(([f, v]) => [f, tidy(f, v)]));
    const wrong = Object.fromEntries(Object.entries(now).flatMap(([f, v]) => { const fault = faultOf(f, v); return fault ? [[f, fault]] : []; }));
    const parts = Object.entries(now).filter(([f, v]) => v !== before[f]).map(([field, value]) => ({ field, old: machine[field] || null, new: value, reason: reason.trim() || undefined }));
    if (!Object.keys(wrong).length && parts.length) return onSave(parts);
    setFaults(Object.keys(wrong).length ? wrong : { all: "Nothing is changed. Change a value, or close and accept the record." });
    document.getElementById("x-" + (Object.keys(wrong)[0] ?? "event"))?.focus();
  }
  /* Enter in a list of choices saves as it does in a line, unless the list is open and Enter chooses. */
  function key(event: KeyboardEvent) {
    const choosing = CSS.supports("selector(:open)") && form.current?.querySelector("select:open");
    if (event.key === "Escape" && !choosing) onClose();
    else if (event.key === "Enter" && event.target instanceof HTMLSelectElement && !choosing) form.current?.requestSubmit();
    else return;
    event.preventDefault();
  }
  const row = (field: string, input: ComponentChildren) => (
    <div key={field} class={"fix-row" + (tidy(field, values[field]!) !== machine[field] ? " changed" : "")}>
      <label for={"x-" + field}>{NAMES[field]}</label>
      <div>
        {input}
        <p class="small quiet" id={"m-" + field}>machine: <b>{field === "event" && <QuadMark quad={TYPES[machine["event"]!]?.quad ?? 0} />} {spoken(field, machine[field]!)}</b></p>
        {faults[field] && <p class="small wrong" id={"w-" + field}>{faults[field]}</p>}
      </div>
    </div>
  );
  const about = (field: string) => ({ id: "x-" + field, "aria-describedby": `m-${field}${faults[field] ? " w-" + field : ""}`, "aria-invalid": faults[field] ? true : undefined });
  const line = (field: string, list?: string) => row(field, <input class="field" {...about(field)} list={list} value={values[field]} autocomplete="off" spellcheck={false} onInput={(e) => put(field, e.currentTarget.value)} />);
  const choices = [...new Set([...(modes.get(values["event"]!) ?? []), ...[values["mode"]!, machine["event"] === values["event"] ? machine["mode"]! : ""]])].filter(Boolean);

  return (
    <form class="fix own-keys" ref={form} onSubmit={save} onKeyDown={key} aria-label="Fix the record">
      {row("event", (
        <select class="field" {...about("event")} value={values["event"]} onChange={(e) => put("event", e.currentTarget.value)}>
          {QUADS.map((q) => <optgroup key={q.id} label={q.name}>{Object.keys(TYPES).filter((t) => TYPES[t]!.quad === q.id).map((t) => <option key={t} value={t}>{t}</option>)}</optgroup>)}
        </select>
      ))}
      {(choices.length > 0 || machine["mode"]) && row("mode", (
        <select class="field" {...about("mode")} value={values["mode"]} onChange={(e) => put("mode", e.currentTarget.value)}>
          <option value="">none</option>{choices.map((m) => <option key={m} value={m}>{m}</option>)}
        </select>
      ))}
      {line("date")}
      {line("actor", "x-codes")}
      {line("recipient", "x-codes")}
      {line("place")}
      <fieldset class={"fix-row" + (values["aux"] !== machine["aux"] ? " changed" : "")} aria-describedby="m-aux">
        <legend>{NAMES["aux"]}</legend>
        <div>
          {Object.entries(AUX).map(([name, a]) => {
            const on = values["aux"]!.split(" ");
            return <label key={name} title={a.tells}><input type="checkbox" checked={on.includes(name)} onChange={(e) => put("aux", Object.keys(AUX).filter((x) => (x === name ? e.currentTarget.checked : on.includes(x))).join(" "))} /> {a.word}</label>;
          })}
          <p class="small quiet" id="m-aux">machine: <b>{spoken("aux", machine["aux"]!)}</b></p>
        </div>
      </fieldset>
      <div class="fix-row"><label for="x-why">why</label><div><input class="field" id="x-why" value={reason} onInput={(e) => setReason(e.currentTarget.value)} placeholder="may stay empty" autocomplete="off" /></div></div>
      <datalist id="x-codes">{known.map((c) => <option key={c} value={c}>{codeWords(c)}</option>)}</datalist>
      <p class="wrong" role="alert">{faults["all"]}</p>
      <p class="actions"><button class="button main" type="submit" disabled={busy}>Save <kbd>Enter</kbd></button><button class="button" type="button" onClick={onClose}>Close <kbd>Esc</kbd></button><a class="small" href={`/codebook?type=${values["event"]}`} target="_blank" rel="noopener">codebook<span class="hide"> on {values["event"]}, in a new window</span></a></p>
    </form>
  );
}

function spoken(field: string, value: string): string {
  if (!value) return "none";
  if (field === "aux") return value.split(" ").map((a) => AUX[a]?.word ?? a).join(", ");
  return value;
}

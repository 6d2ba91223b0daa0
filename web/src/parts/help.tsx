import { useState } from "preact/hooks";
import { keysOn, remember } from "./hooks";
import { Dialog } from "./ui";

export function Help({ open, onClose, views }: { open: boolean; onClose: () => void; views: { name: string; key: string }[] }) {
  const [on, set] = useState(keysOn());
  const row = (keys: string, what: string) => <div key={what}><span>{what}</span><span>{keys.split(" ").map((k) => <><kbd>{k}</kbd> </>)}</span></div>;
  return (
    <Dialog open={open} onClose={onClose} label="Help and keys">
      <h2>Keys</h2>
      <div class="keys">
        {row("/", "search")}{row("f", "filters")}{row("t", "chart or table")}{row("j k", "next, previous row or span")}{row("Enter", "open")}{row("u", "back to the list")}
        {row("← →", "on a period: one step")}{row("PgUp PgDn", "on a period: four steps")}{row("Home End", "on a period: as far as it goes")}{row("Esc", "on a period: whole again")}
        {views.map((v) => row("g " + v.key, v.name))}
      </div>
      <h3>In review</h3>
      <div class="keys">
        {row("a", "accept the event")}{row("f", "fix its fields; Enter saves, Esc closes")}{row("r", "reject it; then a number for the reason")}{row("u", "undo the last verdict")}
        {row("j n", "next in the queue")}{row("k p", "previous in the queue")}
      </div>
      <p class="small quiet">Every view is an address: copy it, and another reader sees the same. Back undoes a filter. Counts are events / reports: one event may be told by many reports.</p>
      <p><label class="small"><input type="checkbox" checked={on} onChange={(e) => { remember("keys", e.currentTarget.checked ? null : "off"); set(e.currentTarget.checked); }} /> single keys are on</label></p>
      <p><button class="button main" type="button" onClick={onClose}>Close</button></p>
    </Dialog>
  );
}

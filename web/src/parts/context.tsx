/* The whole period as a thin strip above each view, with the part that is looked at. */
import { call, useAsk } from "../api";
import { link, setFilter, usePlace } from "../url";
import { both, days } from "../words";
import { bounds } from "./time";
import { type Bin, TimeChart } from "./timechart";

export interface Summary {
  store: string; title?: string; note?: string; coder: string; period: { from: string | null; to: string | null };
  documents: number; publishers: number; events: number; reports: number; disputed: number; meetings: number; reviewed: number; undated: number; text_kept: string; review: boolean;
}
export interface Bins { unit: string; bins: Bin[] }

export function period(from: string | null, to: string | null): string | null { return from || to ? `${from ?? ""}..${to ?? ""}` : null; }

export function Context() {
  const { query } = usePlace();
  const rest = new URLSearchParams(link("", query, { date: null }).slice(1));
  const { data } = useAsk<Bins>(call("bins", rest, { max: 240 }));
  const { data: sum } = useAsk<Summary>(call("summary", query));
  if (!data?.bins.length) return null;
  const bins = data.bins, first = bins[0]!.from, last = bins[bins.length - 1]!.to;
  return (
    <div class="context">
      <TimeChart strip height={64} bins={bins} from={first} to={last} window={bounds(query.get("date"))} label={`Events by ${data.unit}, ${days(first, last)}`}
        onWindow={(a, b) => setFilter({ date: period(a, b) }, true)} />
      <p><span>{sum ? both(sum.events, sum.reports) : " "}</span><span class="quiet">drag to choose a period</span></p>
    </div>
  );
}

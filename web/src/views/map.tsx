/* Where it happened: the upper half of a disc is cooperation, the lower half conflict, as in the chart over time. */
import { geoEqualEarth, geoGraticule10, geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { FeatureCollection, Geometry } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import outlines from "world-atlas/countries-110m.json?url";
import { useEffect, useMemo, useState } from "preact/hooks";
import { ask, call, useAsk } from "../api";
import { useKeys, useWidth } from "../parts/hooks";
import { Table } from "../parts/table";
import { Await, Empty, Title, Tools, useTable } from "../parts/ui";
import { filters, go, here, link, usePlace } from "../url";
import { both, count, many } from "../words";
import { Mix } from "./actors";
import "../style/map.css";

export interface Spot { place: string | null; country_code: string | null; province: string | null; lat: number; lon: number; feature_code: string | null; events: number; reports: number; quads: [number, number, number, number] }
interface Spots { events: number; unplaced: number; rows: Spot[] }
type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
interface Eye { lon: number; lat: number; zoom: number }

export function MapView() {
  const { query } = usePlace();
  const table = useTable();
  const api = call("places", query, { max: 2000 });
  const spots = useAsk<Spots>(api);
  return (
    <>
      <Title note={spots.data ? <>{many(spots.data.rows.length, "place")}. {count(spots.data.unplaced)} of {many(spots.data.events, "event")} {spots.data.unplaced === 1 ? "names" : "name"} no place and cannot be drawn.</> : " "}>Map</Title>
      <section>
        <div class="head"><p class="legend"><span><svg width="18" height="18" aria-hidden="true"><path class="q2" d="M1 9a8 8 0 0 1 16 0z" /></svg>cooperation</span><span><svg width="18" height="18" aria-hidden="true"><path class="q4" d="M1 9a8 8 0 0 0 16 0z" /></svg>conflict</span>
          <span><svg width="18" height="18" aria-hidden="true"><circle class="vague" cx="9" cy="9" r="7" /></svg>only a province or country is told</span></p><Tools api={api} /></div>
        <Await of={spots} tall={520}>{(s) => !s.rows.length ? <Empty title="No event here names a place." /> : table ? <Places rows={s.rows} /> : <Chart rows={s.rows} />}</Await>
      </section>
      <p class="small quiet">Outlines: Natural Earth, 1:110 million, borders as they are in fact held; they are no opinion on whose they should be.</p>
    </>
  );
}

function Places({ rows }: { rows: Spot[] }) {
  const { query } = usePlace();
  const most = Math.max(1, ...rows.map((r) => r.events));
  return (
    <Table<Spot> label="Places" rows={rows} id={(r) => `${r.place} ${r.lat} ${r.lon}`} order="-events" columns={[
      { name: "place", label: "place", cell: (r) => r.country_code ? <a class="who" href={link("/events", filters(query), { country: r.country_code })}>{r.place ?? "unnamed"}</a> : r.place ?? "unnamed", sort: (r) => r.place ?? "" },
      { name: "province", label: "province", cell: (r) => r.province ?? "", sort: (r) => r.province ?? "", wide: true },
      { name: "country", label: "country", cell: (r) => r.country_code ?? "", sort: (r) => r.country_code ?? "" },
      { name: "events", label: "events", num: true, cell: (r) => count(r.events), sort: (r) => r.events },
      { name: "reports", label: "reports", num: true, cell: (r) => count(r.reports), sort: (r) => r.reports },
      { name: "mix", label: "cooperation and conflict", cell: (r) => <Mix quads={r.quads} most={most} />, sort: (r) => (r.quads[2] + r.quads[3]) / r.events, wide: true },
    ]} />
  );
}

/* Wholly in view at first: the part of the world that holds nine in ten events. */
function frame(rows: Spot[]): Eye {
  const inner = (of: (r: Spot) => number) => {
    const sorted = [...rows].sort((a, b) => of(a) - of(b)), all = rows.reduce((n, r) => n + r.events, 0);
    const at = (share: number) => { let n = 0; return of(sorted.find((r) => (n += r.events) >= share * all) ?? sorted[sorted.length - 1]!); };
    return [at(0.05), at(0.95)] as const;
  };
  const [w, e] = inner((r) => r.lon), [s, n] = inner((r) => r.lat);
  const wide = Math.max((e - w) * 1.3, (n - s) * 2.2, 14);
  return { lon: (w + e) / 2, lat: (s + n) / 2, zoom: Math.max(1, Math.min(24, 360 / wide)) };
}

function project(eye: Eye, width: number, height: number): GeoProjection {
  const base = eye.zoom < 2.2 ? geoEqualEarth() : geoMercator();
  return base.rotate([-eye.lon, 0]).center([0, eye.lat]).scale((width / (2 * Math.PI)) * eye.zoom * 0.96).translate([width / 2, height / 2]).clipExtent([[-20, -20], [width + 20, height + 20]]);
}

function Chart({ rows }: { rows: Spot[] }) {
  const { query } = usePlace();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [world, setWorld] = useState<World | null>(null);
  useEffect(() => { ask<World>(outlines).then(setWorld, () => undefined); }, []);
  const whole = useMemo(() => frame(rows), [rows]);
  const eye = eyeOf(query.get("at")) ?? whole;
  const height = Math.round(Math.max(340, Math.min(620, width * 0.6)));
  const projection = useMemo(() => project(eye, width, height), [eye.lon, eye.lat, eye.zoom, width, height]);
  const path = geoPath(projection);
  const land = useMemo(() => world && (feature(world, world.objects.countries) as unknown as FeatureCollection<Geometry, { name: string }>), [world]);
  const borders = useMemo(() => world && mesh(world, world.objects.countries, (a, b) => a !== b), [world]);
  const most = Math.max(1, ...rows.map((r) => Math.max(r.quads[0] + r.quads[1], r.quads[2] + r.quads[3])));
  const big = Math.min(34, width / 16);
  const radius = (n: number) => (n ? 2.5 + (big - 2.5) * Math.sqrt(n / most) : 0);
  const drawn = rows.map((r) => ({ r, p: projection([r.lon, r.lat]), up: radius(r.quads[0] + r.quads[1]), down: radius(r.quads[2] + r.quads[3]) }))
    .filter((d) => d.p && d.p[0] > -10 && d.p[0] < width + 10 && d.p[1] > -10 && d.p[1] < height + 10).sort((a, b) => b.r.events - a.r.events);
  const names = place(drawn.map((d) => ({ x: d.p![0], y: d.p![1], r: Math.max(d.up, d.down), text: d.r.place ?? "" })));

  function look(next: Eye | null) {
    const p = here();
    go(link(p.path, p.query, { at: next ? `${next.lon.toFixed(2)},${next.lat.toFixed(2)},${next.zoom.toFixed(2)}` : null }), true);
  }
  const zoom = (by: number) => look({ ...eye, zoom: Math.max(1, Math.min(60, eye.zoom * by)) });
  const move = (x: number, y: number) => look({ ...eye, lon: wrap(eye.lon + (x * 40) / eye.zoom), lat: Math.max(-75, Math.min(80, eye.lat + (y * 25) / eye.zoom)) });
  useKeys({ "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": () => look(null) });
  function arrows(event: KeyboardEvent) {
    const by = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as Record<string, [number, number]>)[event.key];
    if (by) { event.preventDefault(); move(...by); }
  }
  function drag(event: PointerEvent) {
    if (event.button || (event.target as Element).closest("a")) return;
    const x = event.clientX, y = event.clientY, from = projection.invert!([width / 2, height / 2])!;
    const target = event.currentTarget as Element;
    target.setPointerCapture(event.pointerId);
    const onMove = (e: Event) => {
      const p = e as PointerEvent, to = projection.invert!([width / 2 - (p.clientX - x), height / 2 - (p.clientY - y)]);
      if (to && isFinite(to[0]) && isFinite(to[1])) look({ ...eye, lon: wrap(eye.lon + to[0] - from[0]), lat: Math.max(-75, Math.min(80, eye.lat + to[1] - from[1])) });
    };
    target.addEventListener("pointermove", onMove);
    target.addEventListener("pointerup", () => target.removeEventListener("pointermove", onMove), { once: true });
  }
  return (
    <div class="map" ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="group" tabIndex={0} data-chart onKeyDown={arrows} onPointerDown={drag} onWheel={(e) => { if (e.ctrlKey || e.altKey) { e.preventDefault(); zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2); } }}
          aria-label={`Map of ${many(rows.length, "place")}. Arrow keys move it, plus and minus change its scale, 0 shows all. The table has the same numbers.`}>
          <rect class="sea" width={width} height={height} />
          <path class="graticule" d={path(geoGraticule10()) ?? ""} />
          {land?.features.map((f) => <path key={f.id} class="land" d={path(f) ?? ""}><title>{f.properties.name}</title></path>)}
          {borders && <path class="border" d={path(borders) ?? ""} />}
          {drawn.map(({ r, p, up, down }) => (
            <a key={`${r.place}${r.lat}${r.lon}`} class="spot" href={link("/events", filters(query), r.country_code ? { country: r.country_code } : {})} aria-label={`${r.place ?? "unnamed"}: ${both(r.events, r.reports)}`}
              onClick={(e) => { e.preventDefault(); e.stopPropagation(); go(link("/events", filters(query), r.country_code ? { country: r.country_code } : {})); }}>
              <title>{r.place}: {both(r.events, r.reports)}</title>
              {/^(PCL|ADM|RGN|AREA)/.test(r.feature_code ?? "") && <circle class="vague" cx={p![0]} cy={p![1]} r={Math.max(up, down) + 4} />}
              <circle class="hit" cx={p![0]} cy={p![1]} r={Math.max(12, up, down)} />
              {up > 0 && <path class="half q2" d={`M${p![0] - up} ${p![1]}A${up} ${up} 0 0 1 ${p![0] + up} ${p![1]}Z`} />}
              {down > 0 && <path class="half q4" d={`M${p![0] - down} ${p![1]}A${down} ${down} 0 0 0 ${p![0] + down} ${p![1]}Z`} />}
            </a>
          ))}
          {names.map((n) => <text key={n.text + n.x} class="place" x={n.x} y={n.y} text-anchor={n.anchor}>{n.text}</text>)}
        </svg>
      )}
      <div class="zoom no-print" role="group" aria-label="Scale">
        <button class="icon" type="button" aria-label="Closer" onClick={() => zoom(1.5)}>+</button>
        <button class="icon" type="button" aria-label="Farther" onClick={() => zoom(1 / 1.5)}>−</button>
        <button class="icon" type="button" aria-label="Show all places" onClick={() => look(null)}>⤢</button>
      </div>
    </div>
  );
}

function wrap(lon: number): number { return ((((lon + 180) % 360) + 360) % 360) - 180; }

function eyeOf(text: string | null): Eye | null {
  const [lon, lat, zoom] = (text ?? "").split(",").map(Number);
  return text && isFinite(lon!) && isFinite(lat!) && zoom! >= 1 && zoom! <= 60 ? { lon: lon!, lat: lat!, zoom: zoom! } : null;
}

/* Names beside the discs, the largest first, left out where they would lie on another one. */
function place(list: { x: number; y: number; r: number; text: string }[]) {
  const taken: [number, number, number, number][] = [];
  const out: { x: number; y: number; text: string; anchor: "start" | "end" }[] = [];
  for (const d of list) {
    const w = d.text.length * 6.6, options = [{ x: d.x + d.r + 5, anchor: "start" as const, box: [d.x + d.r + 4, d.y - 8, d.x + d.r + w + 6, d.y + 8] }, { x: d.x - d.r - 5, anchor: "end" as const, box: [d.x - d.r - w - 6, d.y - 8, d.x - d.r - 4, d.y + 8] }];
    const free = options.find((o) => taken.every((t) => o.box[2]! < t[0] || o.box[0]! > t[2] || o.box[3]! < t[1] || o.box[1]! > t[3]));
    taken.push([d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r]);
    if (!free || !d.text || out.length > 40) continue;
    taken.push(free.box as [number, number, number, number]);
    out.push({ x: free.x, y: d.y + 4, text: d.text, anchor: free.anchor });
  }
  return out;
}

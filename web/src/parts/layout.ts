/* Places for the nodes of a network: springs along edges, repulsion between nodes, a pull to the middle.
 * It starts from a spiral and takes a fixed number of steps, so the same network always looks the same. */
export interface Node { id: string; weight: number; x: number; y: number }
export interface Edge { a: string; b: string; weight: number }

export function layOut(ids: { id: string; weight: number }[], edges: Edge[], steps = 320): Map<string, Node> {
  const nodes: Node[] = ids.map((n, i) => ({ ...n, x: Math.cos(i * 2.399) * Math.sqrt(i + 0.5), y: Math.sin(i * 2.399) * Math.sqrt(i + 0.5) }));
  const at = new Map(nodes.map((n) => [n.id, n]));
  const most = Math.max(1, ...edges.map((e) => e.weight));
  const springs = edges.map((e) => ({ a: at.get(e.a)!, b: at.get(e.b)!, k: 0.25 + 0.75 * Math.sqrt(e.weight / most) })).filter((s) => s.a && s.b && s.a !== s.b);
  for (let t = 0; t < steps; t++) {
    const heat = 0.5 * (1 - t / steps) ** 1.5 + 0.004;
    const push = nodes.map(() => [0, 0]);
    for (let i = 0; i < nodes.length; i++) for (let j = i + 1; j < nodes.length; j++) {
      const dx = nodes[i]!.x - nodes[j]!.x, dy = nodes[i]!.y - nodes[j]!.y, d2 = dx * dx + dy * dy + 0.01, f = 1.5 / d2;
      push[i]![0]! += dx * f; push[i]![1]! += dy * f; push[j]![0]! -= dx * f; push[j]![1]! -= dy * f;
    }
    const index = new Map(nodes.map((n, i) => [n, i]));
    for (const s of springs) {
      const dx = s.b.x - s.a.x, dy = s.b.y - s.a.y, d = Math.hypot(dx, dy) + 0.01, f = (s.k * (d - 1.4)) / d;
      const i = index.get(s.a)!, j = index.get(s.b)!;
      push[i]![0]! += dx * f; push[i]![1]! += dy * f; push[j]![0]! -= dx * f; push[j]![1]! -= dy * f;
    }
    nodes.forEach((n, i) => {
      const px = push[i]![0]! - n.x * 0.12, py = push[i]![1]! - n.y * 0.2, l = Math.hypot(px, py) + 1e-9, by = Math.min(l, 1) * heat;
      n.x += (px / l) * by; n.y += (py / l) * by;
    });
  }
  return at;
}

/* Fits places into a box and pushes apart what would overlap, `width(n)` being the room that a node's label needs. */
export function fit(at: Map<string, Node>, width: number, height: number, pad: { x: number; y: number }): void {
  const nodes = [...at.values()];
  const xs = nodes.map((n) => n.x), ys = nodes.map((n) => n.y);
  const x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = Math.min(...ys), y1 = Math.max(...ys);
  for (const n of nodes) {
    n.x = x1 > x0 ? pad.x + ((n.x - x0) / (x1 - x0)) * (width - 2 * pad.x) : width / 2;
    n.y = y1 > y0 ? pad.y + ((n.y - y0) / (y1 - y0)) * (height - 2 * pad.y) : height / 2;
  }
  for (let t = 0; t < 60; t++) for (let i = 0; i < nodes.length; i++) for (let j = i + 1; j < nodes.length; j++) {
    const a = nodes[i]!, b = nodes[j]!, dx = b.x - a.x, dy = b.y - a.y, needX = 92, needY = 34;
    if (Math.abs(dx) < needX && Math.abs(dy) < needY) {
      const by = (needY - Math.abs(dy)) / 4 + 0.1, s = dy >= 0 ? 1 : -1;
      a.y = clamp(a.y - s * by, pad.y, height - pad.y); b.y = clamp(b.y + s * by, pad.y, height - pad.y);
      const bx = Math.min(2, (needX - Math.abs(dx)) / 16), sx = dx >= 0 ? 1 : -1;
      a.x = clamp(a.x - sx * bx, pad.x, width - pad.x); b.x = clamp(b.x + sx * bx, pad.x, width - pad.x);
    }
  }
}
function clamp(v: number, lo: number, hi: number): number { return Math.max(lo, Math.min(hi, v)); }

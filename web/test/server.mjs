/* The real program on a store of its own: ingest of the bundled reports, then serve. */
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.DATELINE ?? path.join(root, "build/dateline");

/* Starts `dateline serve` and waits for its address. */
export async function start(more = [], env = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dateline-page-"));
  const store = path.join(folder, "afghanistan.db");
  execFileSync(binary, ["ingest", "--quiet", store, path.join(root, "data/demo/reports.jsonl")], { stdio: "inherit" });
  return open(store, more, env, () => fs.rmSync(folder, { recursive: true, force: true }));
}

export async function open(store, more = [], env = {}, afterwards = () => {}) {
  const child = spawn(binary, ["serve", "--quiet", ...more, store], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env } });
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (d) => { text += d; if (text.includes("\n")) resolve(text.trim()); });
    child.on("exit", (code) => reject(new Error(`dateline serve ended with ${code}`)));
  });
  const url = new URL(address);
  return {
    store, pid: child.pid, address, base: url.origin, port: Number(url.port), binary,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
      child.kill("SIGTERM");
      const code = await gone;
      afterwards();
      return code;
    },
  };
}

/* The page in a browser, served by the real program: every view, and what people come for. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { start } from "./server.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
let server, browser, ids;

before(async () => {
  server = await start();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const ask = async (p) => (await fetch(server.base + p)).json();
  const claim = (await ask("/api/claims?limit=1")).rows[0];
  ids = { event: claim.id, article: claim.doc_id, meeting: "moscow-2018-09-04" };
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

/* A page that fails the test when it logs an error, breaks, or asks another host. */
async function visit(address, { dark = false, width = 1280 } = {}) {
  const context = await browser.newContext({ baseURL: server.base, colorScheme: dark ? "dark" : "light", viewport: { width, height: 860 }, acceptDownloads: true });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (m) => { if (m.type() === "error") wrong.push(m.text()); });
  page.on("pageerror", (e) => wrong.push(e.message));
  page.on("request", (r) => { if (!r.url().startsWith(server.base) && !/^(data|blob):/.test(r.url())) wrong.push("asks " + r.url()); });
  await page.goto(address);
  await settled(page);
  return { page, async leave() { await context.close(); assert.deepEqual(wrong, []); } };
}

async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.locator("h1").first().waitFor();
}

const views = () => ({
  overview: "/", timeline: "/timeline", events: "/events", event: `/event/${ids.event}`, article: `/article/${ids.article}`, claims: "/claims", claim: `/claim/${ids.event}`,
  process: "/process", meeting: `/meeting/${ids.meeting}`, actors: "/actors", actor: "/actor/taliban", map: "/map", sources: "/sources", review: "/review", codebook: "/codebook",
});

describe("every view", () => {
  for (const [mode, options] of Object.entries({ light: {}, dark: { dark: true }, phone: { width: 390 } })) {
    test(`${mode}: it is there, within the width, without faults and barriers`, { timeout: 240000 }, async () => {
      for (const [name, address] of Object.entries(views())) {
        const { page, leave } = await visit(address, options);
        assert.doesNotMatch(await page.locator("h1").first().innerText(), /^$|no such page/, name);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than the window`);
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        assert.deepEqual(found.violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html.slice(0, 120)}`), []);
        if (process.env.SHOTS) {
          fs.mkdirSync(process.env.SHOTS, { recursive: true });
          await page.screenshot({ path: path.join(process.env.SHOTS, `${mode}-${name}.png`) });
        }
        await leave();
      }
    });
  }

  test("every list has a table, .csv and .json of the same numbers", async () => {
    for (const name of ["events", "claims", "meetings", "actors", "places", "sources", "bins"]) {
      const csv = await fetch(`${server.base}/api/${name}.csv?date=2018`), json = await fetch(`${server.base}/api/${name}.json?date=2018`);
      assert.equal(csv.status, 200, name);
      assert.match(csv.headers.get("content-type"), /^text\/csv/);
      assert.match(csv.headers.get("content-disposition"), new RegExp(`attachment; filename="${name}.csv"`));
      const body = await json.json(), rows = body.rows ?? body.nodes ?? body.bins;
      assert.equal(records(await csv.text()).length, rows.length + 1, name);
    }
    for (const address of ["/", "/timeline", "/actors", "/map", "/sources"]) {
      const { page, leave } = await visit(address);
      await page.getByRole("button", { name: "Table" }).or(page.getByRole("link", { name: "Table" })).first().click();
      await page.locator("table").first().waitFor();
      await leave();
    }
  });
});

/* Rows of a CSV; quoted cells may hold line ends. */
function records(text) {
  return [...text.matchAll(/(?:"(?:[^"]|"")*"|[^"\n])+\n?/g)];
}

describe("what people come for", () => {
  test("find a refusal and see its sentence", async () => {
    const { page, leave } = await visit("/");
    await page.getByRole("button", { name: "Type" }).or(page.locator("summary", { hasText: "Type" })).first().click();
    await page.getByText("REJECT", { exact: false }).first().click();
    await page.getByRole("navigation").getByRole("link", { name: "Events", exact: true }).click();
    await settled(page);
    assert.match(page.url(), /type=REJECT/);
    await page.locator('a[href^="/event/"]').filter({ hasText: /Moscow/ }).filter({ hasText: /\b(not|refused?|declined)\b/ }).first().click();
    await settled(page);
    assert.match(page.url(), /\/event\//);
    const lit = page.locator(".report mark, .report .lit");
    await lit.first().waitFor();
    assert.match((await lit.allInnerTexts()).join(" "), /not|refus|reject|declin|denied|dismiss/i);
    assert.match(await page.locator(".record").innerText(), /REJECT/);
    assert.match(await page.locator("main").innerText(), /Why it was coded so/);
    await leave();
  });

  test("compare two claims about one attack", async () => {
    const { page, leave } = await visit("/claims");
    const card = page.locator("article.claim").first();
    assert.ok(await card.locator(".voices > li").count() >= 2);
    await card.locator("h2 a").click();
    await settled(page);
    assert.match(page.url(), /\/claim\//);
    assert.match(await page.locator("main").innerText(), /says|denies/);
    await leave();
  });

  test("see who answered an invitation, and how", async () => {
    const { page, leave } = await visit("/process");
    await page.locator("table a[href*='/process/'], table a[href*='/meeting/'], a[href*='moscow-2018-09-04']").first().click();
    await settled(page);
    const text = await page.locator("main").innerText();
    assert.match(text, /Moscow/);
    assert.match(text, /declined/);
    assert.match(text, /invited|accepted/);
    await leave();
  });

  test("correct a row by keyboard and export it", async () => {
    const { page, leave } = await visit("/review");
    await page.getByLabel("reviewer").fill("tester");
    await page.locator("h2#desk").focus();
    const first = new URL(page.url()).searchParams.get("id");
    const name = await page.locator("h2#desk").innerText();
    await page.keyboard.press("f");
    await page.getByText("Fix the record").waitFor();
    const type = page.locator("section.record select").first();
    await type.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.waitForFunction((old) => document.querySelector("h2#desk")?.textContent !== old, name);
    await page.locator(".progress", { hasText: "1 reviewed" }).waitFor();
    await settled(page);
    await page.keyboard.press("a");
    await page.locator(".progress", { hasText: "2 reviewed" }).waitFor();
    const gold = (await (await fetch(server.base + "/api/gold.jsonl")).text()).trim().split("\n").map(JSON.parse);
    assert.equal(gold.length, 2);
    const fixed = gold.find((g) => g.verdict === "fix"), accepted = gold.find((g) => g.verdict === "accept");
    assert.ok(fixed && accepted, JSON.stringify(gold.map((g) => g.verdict)));
    assert.notDeepEqual(fixed.fixed, {});
    assert.equal(fixed.corrections[0].reviewer, "tester");
    assert.ok(fixed.machine.event, "the machine's value stays beside it");
    if (first) assert.equal(fixed.id, first);
    await settled(page);
    await page.keyboard.press("u");
    await page.locator(".progress", { hasText: "1 reviewed" }).waitFor();
    const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Download gold/ }).click()]);
    assert.equal(saved.suggestedFilename(), "gold.jsonl");
    await leave();
  });

  test("share an address and get the same view", async () => {
    const { page, leave } = await visit("/timeline?party=AFG.REB&type=ASSAULT&date=2018-08..2018-12");
    const text = await page.locator("main").innerText();
    const other = await visit(page.url());
    assert.equal(await other.page.locator("main").innerText(), text);
    await other.page.getByRole("navigation").getByRole("link", { name: "Map" }).click();
    await settled(other.page);
    assert.match(other.page.url(), /party=AFG.REB/);
    assert.match(other.page.url(), /type=ASSAULT/);
    await other.leave();
    await leave();
  });

  test("everything by keyboard alone", async () => {
    const { page, leave } = await visit("/");
    const focused = () => page.evaluate(() => { const e = document.activeElement; const s = getComputedStyle(e); return { text: (e.innerText || e.getAttribute("aria-label") || e.placeholder || "").trim(), ring: s.outlineStyle !== "none" || s.boxShadow !== "none", tag: e.tagName }; });
    let seen = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      const f = await focused();
      seen.push(f.text);
      if (f.tag !== "BODY") assert.ok(f.ring, `"${f.text}" shows no focus`);
      if (f.text === "Events") break;
    }
    assert.ok(seen.includes("Events"), "the views are reached by Tab: " + seen.join(", "));
    await page.keyboard.press("Enter");
    await settled(page);
    assert.match(page.url(), /\/events/);
    await page.keyboard.press("/");
    await page.keyboard.type("Ghazni");
    await page.keyboard.press("Enter");
    await page.waitForURL(/text=Ghazni/);
    await settled(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("dialog").count(), 0);
    await leave();
  });
});

test("it is light: script and style under 200 kB packed", async () => {
  const { gzipSync } = await import("node:zlib");
  const folder = new URL("../dist/assets/", import.meta.url);
  const packed = fs.readdirSync(folder).filter((f) => /\.(js|css)$/.test(f)).reduce((sum, f) => sum + gzipSync(fs.readFileSync(new URL(f, folder))).length, 0);
  assert.ok(packed < 200_000, `${packed} bytes`);
});

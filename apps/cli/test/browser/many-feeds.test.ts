import { ensureBuilt } from "@earshot/dashboard";
import { migrateQueue } from "@earshot/queue";
import { createLogger, openScope, type Scope } from "@earshot/runtime";
import { createApiKey, createPublisher, openStore } from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProcess } from "../support/start-process.ts";
import { fillLarge } from "./fill-large.ts";
import { findChromium, openBrowser, signIn } from "./open-browser.ts";

const plan = { feeds: 10_000, enclosures: 4_000 };
/** Rows and cells that a screen shows, with what is kept beyond its edges. */
const rowsMax = 60;
const cellsMax = 3_000;

async function openApi(scope: Scope): Promise<{ readonly url: string; readonly key: string }> {
  const { url: databaseUrl } = await scope.open("database", createTestDatabase());
  await migrateQueue(databaseUrl);
  const log = createLogger({ name: "many-feeds", level: "silent" });
  const store = await scope.open("store", openStore({ url: databaseUrl, log, poolMax: 2 }));
  const now = new Date();
  const { id: publisherId } = await createPublisher(store.db, { name: "Harbour Audio", now });
  const { key } = await createApiKey(store.db, { publisherId, roles: ["publisher"], now });
  await fillLarge(databaseUrl, { publisherId, ...plan });
  // This process of the API builds nothing by itself, and what was built before may be of another day.
  await ensureBuilt({ tell: () => {} });
  const env = { DATABASE_URL: databaseUrl, EARSHOT_SECRET_KEY: "0".repeat(64), PORT: "0" };
  const api = startProcess({ name: "api", main: "apps/api/src/main.ts", env });
  scope.onClose("api", async () => void (await api.stop()));
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(await api.untilLine(/http:\/\/127\.0\.0\.1:\d+/)) ?? [];
  return { url, key };
}

describe.skipIf(findChromium() === undefined)("an account with 10,000 feeds", () => {
  const scope = openScope({ closeTimeoutMs: 60_000 });
  let page: Page;
  beforeAll(async () => {
    const api = await openApi(scope);
    const browser = await scope.open("browser", openBrowser());
    page = await browser.openPage(api.url);
    page.setDefaultTimeout(60_000);
    await signIn(page, api.key);
  }, 120_000);
  afterAll(() => scope.close());

  const rows = () => page.getByRole("list", { name: "Feeds" }).getByRole("listitem");
  const untilRows = (count: number) => expect.poll(() => rows().count(), { timeout: 60_000 }).toBe(count);
  const lastPlace = async () => Number(await rows().last().getAttribute("aria-posinset"));

  test("the list keeps only what is in sight, loads on as one scrolls, and stays at hand", async () => {
    await rows().first().waitFor();
    expect(await rows().count()).toBeLessThan(rowsMax);
    for (const goal of [200, 600, 1_000]) {
      await expect
        .poll(
          async () => {
            await page.mouse.wheel(0, 20_000);
            return lastPlace();
          },
          { timeout: 60_000 },
        )
        .toBeGreaterThanOrEqual(goal);
    }
    expect(await rows().count()).toBeLessThan(rowsMax);
    await page.getByRole("searchbox").fill("number 4321");
    await page.getByRole("link", { name: /Show number 4321/ }).waitFor();
    await expect.poll(() => rows().count()).toBe(1);
  });

  test("the worst come first, and counts and labels narrow the list, which its address keeps", async () => {
    await page.goto("/");
    await rows()
      .first()
      .getByRole("link", { name: /The Longest Show/ })
      .waitFor();
    await page.getByRole("button", { name: "1 Unreachable" }).click();
    await untilRows(1);
    await page.getByRole("button", { name: "10,000 Feeds" }).click();
    await page.getByLabel("Label").selectOption({ label: "rare (10)" });
    await untilRows(10);
    await page.reload();
    await untilRows(10);
    await page.getByRole("button", { name: "0 Degraded" }).click();
    await page.getByText("No feed of yours stands as degraded and has the label “rare”.").waitFor();
    await page.getByRole("button", { name: "Show all feeds" }).click();
    await rows()
      .first()
      .getByRole("link", { name: /The Longest Show/ })
      .waitFor();
  });

  test("a wall of thousands keeps only what is in sight, and keys reach its last cell", async () => {
    await page.goto("/");
    await page.getByRole("searchbox").fill("Longest");
    await page.getByRole("link", { name: /The Longest Show/ }).click();
    const wall = page.getByRole("grid");
    await expect
      .poll(() => wall.getAttribute("aria-rowcount").then(Number), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(plan.enclosures / 50);
    const cells = wall.getByRole("gridcell");
    await expect.poll(() => cells.count()).toBeLessThan(cellsMax);
    await page
      .getByRole("gridcell", { name: /Unreachable$/ })
      .first()
      .waitFor();
    await cells.first().focus();
    const focused = () => page.evaluate("Number(document.activeElement.dataset.cell)").then(Number);
    await expect
      .poll(
        async () => {
          await page.keyboard.press("PageDown");
          return focused();
        },
        { timeout: 60_000 },
      )
      .toBe(plan.enclosures - 1);
    expect(await cells.count()).toBeLessThan(cellsMax);
  });
});

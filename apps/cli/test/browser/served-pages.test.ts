import { openScope } from "@earshot/runtime";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStage } from "../support/open-stage.ts";
import { startServe } from "../support/start-monitor.ts";
import { findChromium, openBrowser, signIn } from "./open-browser.ts";
import { watchComplaints } from "./watch-complaints.ts";

/** Pages that are other projects' programs, served by the API under its own policy. */
describe.skipIf(findChromium() === undefined)("a page of another project", () => {
  const scope = openScope({ closeTimeoutMs: 60_000 });
  let openPage: () => Promise<Page>;
  beforeAll(async () => {
    const { env, bootstrapKey } = await openStage(scope, { queue: "postgres" });
    const { apiUrl } = await scope.open("monitor", startServe(env));
    const browser = await scope.open("browser", openBrowser());
    openPage = async () => {
      const page = await browser.openPage(apiUrl);
      page.setDefaultTimeout(60_000);
      await signIn(page, bootstrapKey);
      return page;
    };
  }, 180_000);
  afterAll(() => scope.close());

  test("Bull Board shows the queues, and the browser has nothing to complain of", async () => {
    const page = await openPage();
    const complaints = watchComplaints(page);
    await page.goto("/ops/board");
    await page.getByText("enclosure.probe", { exact: true }).first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(complaints).toEqual([]);
  });

  test("the reference shows what an answer looks like, and the browser has nothing to complain of", async () => {
    const page = await openPage();
    const complaints = watchComplaints(page);
    await page.goto("/docs");
    await page.getByText("One enclosure with its last evidence", { exact: true }).click();
    await page.getByText("https://op3.dev/e/media.harbouraudio.example").first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(complaints).toEqual([]);
  });
});

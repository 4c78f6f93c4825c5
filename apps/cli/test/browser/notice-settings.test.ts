import { openScope } from "@earshot/runtime";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type ApiClient, openApiClient } from "../../src/api-client.ts";
import { startReceiver } from "../../src/demo/start-receiver.ts";
import { openStage } from "../support/open-stage.ts";
import { startServe } from "../support/start-monitor.ts";
import { findViolations } from "./find-violations.ts";
import { findChromium, goTo, openBrowser, signIn, type TestBrowser, type View } from "./open-browser.ts";
import { watchComplaints } from "./watch-complaints.ts";

const patienceMs = 60_000;
const scope = openScope({ closeTimeoutMs: 60_000 });
let world: {
  readonly apiUrl: string;
  readonly key: string;
  readonly ops: ApiClient;
  readonly browser: TestBrowser;
  readonly feedUrl: string;
};

// Where there is no Chromium, scripts/install-test-tools.ts has said so.
describe.skipIf(findChromium() === undefined)("settings of notices", () => {
  beforeAll(async () => {
    const { env, host, bootstrapKey: key } = await openStage(scope, { queue: "postgres" });
    const { apiUrl } = await scope.open("monitor", startServe(env));
    const media = { hostname: "feeds.example", mediaHostname: "media.example", episodes: 1 };
    const { feedUrl } = host.addShow({ ...media, title: "Low Tide" });
    const ops = openApiClient(apiUrl, key);
    await ops.post("/v1/feeds", { url: feedUrl });
    world = { apiUrl, key, ops, feedUrl, browser: await scope.open("browser", openBrowser()) };
  }, 180_000);
  afterAll(() => scope.close());

  async function openDashboard(key: string, expected: RegExp, view: Partial<View> = {}): Promise<Page> {
    const page = await world.browser.openPage(world.apiUrl, view);
    page.setDefaultTimeout(patienceMs);
    const complaints = watchComplaints(page);
    onTestFinished(async () => {
      await page.context().close();
      expect(complaints.filter((text) => !expected.test(text))).toEqual([]);
    });
    await signIn(page, key);
    await goTo(page, "/webhooks");
    return page;
  }
  // Before anybody is signed in the page asks who is, and 401 is the answer.
  const signingIn = /401 \(Unauthorized\)/;
  const refusal = /401 \(Unauthorized\)|422 \(Unprocessable/;

  async function newReceiver() {
    const receiver = await startReceiver(() => {});
    onTestFinished(() => receiver.close());
    return receiver;
  }
  const isSaved = (page: Page) => page.getByRole("dialog").waitFor({ state: "detached" });

  test("an endpoint's URL, style, types, severities and feeds can be changed", {
    timeout: 120_000,
  }, async () => {
    const page = await openDashboard(world.key, refusal);
    const [first, second] = [await newReceiver(), await newReceiver()];
    const made = await world.ops.post("/v1/webhook-endpoints", { url: first.url });
    second.expectSecret(String(made["secret"]));
    const stored = () => world.ops.get(`/v1/webhook-endpoints/${made["id"]}`);
    await goTo(page, `/webhooks/${made["id"]}`);
    await page.getByText("Sends all notices.").waitFor();

    const dialog = page.getByRole("dialog", { name: "Edit this endpoint" });
    await page.getByRole("button", { name: "Edit" }).click();
    await dialog.getByLabel("URL").fill("https://name:word@example.org/");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(/user name|password|userinfo/i).waitFor();
    await dialog.getByLabel("URL").fill(second.url);
    await dialog.getByLabel("Style").selectOption("slack");
    await dialog.getByRole("checkbox", { name: /A feed changed its nature/ }).uncheck();
    await dialog.getByRole("checkbox", { name: /^Remarks/ }).uncheck();
    await dialog.getByRole("checkbox", { name: "All feeds, also those to come" }).uncheck();
    expect(await dialog.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await dialog.getByRole("checkbox", { name: /Low Tide|feeds\.example/ }).check();
    expect(await findViolations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await isSaved(page);
    await page.getByText(/of outages and warnings only, about 1 feed only\.$/).waitFor();
    const { items } = await world.ops.get("/v1/feeds");
    const [feed] = items as readonly { readonly id: string }[];
    expect(await stored()).toMatchObject({
      ...{ url: second.url, style: "slack", severities: ["outage", "warning"], feedIds: [feed?.id] },
      types: expect.not.arrayContaining(["feed.changed"]),
    });
    // Each new URL is tried out at once.
    await expect.poll(() => second.received.length + second.rejected, { timeout: patienceMs }).not.toBe(0);

    await page.getByRole("button", { name: "Edit" }).click();
    await dialog.getByLabel("Style").selectOption("standard");
    await dialog.getByRole("checkbox", { name: /A feed changed its nature/ }).check();
    await dialog.getByRole("checkbox", { name: /^Remarks/ }).check();
    await dialog.getByRole("checkbox", { name: "All feeds, also those to come" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await isSaved(page);
    await page.getByText("Sends all notices.").waitFor();
    expect(await stored()).toMatchObject({ style: "standard", types: null, severities: null, feedIds: null });
  });

  test("the digest and reminders are switched, and stay", { timeout: 120_000 }, async () => {
    const page = await openDashboard(world.key, signingIn);
    const settings = page.getByRole("region", { name: "Notices of this account" });
    const digest = settings.getByRole("checkbox", { name: "Mail me a digest of each week" });
    await digest.uncheck();
    await settings.getByLabel("Remind me of what is open").selectOption("Every hour");
    const kept = { weeklyDigest: false, remindEveryMinutes: 60 };
    await expect.poll(() => world.ops.get("/v1/account")).toMatchObject(kept);
    await page.reload();
    await digest.waitFor();
    expect(await digest.isChecked()).toBe(false);
    expect(await settings.getByLabel("Remind me of what is open").inputValue()).toBe("60");
    await digest.check();
    await settings.getByLabel("Remind me of what is open").selectOption("Never");
    const back = { weeklyDigest: true, remindEveryMinutes: null };
    await expect.poll(() => world.ops.get("/v1/account")).toMatchObject(back);
  });

  test.each([
    { width: 1280, height: 860, colorScheme: "light" },
    { width: 360, height: 800, colorScheme: "dark" },
  ] as const)(
    "the e-mail address is set by ops, and shown to its publisher, $width wide, $colorScheme",
    {
      timeout: 120_000,
    },
    async (look) => {
      const page = await openDashboard(world.key, signingIn, look);
      const settings = page.getByRole("region", { name: "Notices of this account" });
      await settings.getByRole("button", { name: "Change" }).click();
      await page.getByLabel("E-mail for notices").fill(`alerts-${look.width}@radio.example`);
      await page.getByRole("button", { name: "Save" }).click();
      await settings.getByText(`alerts-${look.width}@radio.example`).waitFor();
      expect(await world.ops.get("/v1/account")).toMatchObject({
        email: `alerts-${look.width}@radio.example`,
      });

      const { key } = await world.ops.post("/v1/api-keys", { roles: ["publisher"] });
      const reader = await openDashboard(String(key), signingIn, look);
      const shown = reader.getByRole("region", { name: "Notices of this account" });
      await shown.getByText(`alerts-${look.width}@radio.example`).waitFor();
      await shown.getByText("ask them to change it").waitFor();
      expect(await shown.getByRole("button", { name: "Change" }).count()).toBe(0);
      expect(await findViolations(reader)).toEqual([]);
      expect(await reader.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(look.width);
    },
  );
});

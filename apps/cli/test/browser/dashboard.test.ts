import type { PodcastHost } from "@earshot/podcast-host";
import { openScope, type Scope } from "@earshot/runtime";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type ReceivedWebhook, startReceiver } from "../../src/demo/start-receiver.ts";
import { waitUntil } from "../../src/demo/wait-until.ts";
import { openStage } from "../support/open-stage.ts";
import { startServe } from "../support/start-monitor.ts";
import { findViolations } from "./find-violations.ts";
import { goodShift, measureShift, type Shift, watchShifts } from "./measure-shift.ts";
import { findChromium, goTo, openBrowser, signIn, type TestBrowser, type View } from "./open-browser.ts";
import { pagePaths } from "./page-paths.ts";
import { playScene } from "./play-scene.ts";
import { watchComplaints } from "./watch-complaints.ts";

const patienceMs = 60_000;

/** A monitor that watches the synthetic host, with something on every page, and a browser. */
interface World {
  readonly host: PodcastHost;
  readonly apiUrl: string;
  readonly key: string;
  readonly browser: TestBrowser;
  readonly paths: Readonly<Record<string, string>>;
}

async function openWorld(scope: Scope): Promise<World> {
  const { env, host, bootstrapKey: key } = await openStage(scope, { queue: "postgres" });
  const { apiUrl } = await scope.open("monitor", startServe(env));
  const paths = pagePaths(await playScene({ scope, host, apiUrl, key, episodes: 30 }));
  return { host, apiUrl, key, paths, browser: await scope.open("browser", openBrowser()) };
}

const scope = openScope({ closeTimeoutMs: 60_000 });
let world: World;

// Where there is no Chromium, scripts/install-test-tools.ts has said so.
describe.skipIf(findChromium() === undefined)("the dashboard", () => {
  beforeAll(async () => {
    world = await openWorld(scope);
  }, 180_000);
  afterAll(() => scope.close());

  /** Opens a page, signed in, that fails the test when the browser reports an error or a breach of the page's policy. */
  async function openDashboard(view: Partial<View> = {}): Promise<Page> {
    const page = await world.browser.openPage(world.apiUrl, view);
    page.setDefaultTimeout(patienceMs);
    const complaints = watchComplaints(page);
    // Before anybody is signed in the page asks who is, and 401 is the answer.
    const unexpected = () => complaints.filter((text) => !text.includes("401 (Unauthorized)"));
    onTestFinished(async () => {
      await page.context().close();
      expect(unexpected()).toEqual([]);
    });
    await signIn(page, world.key);
    return page;
  }

  test("a publisher registers a feed, sees its host break, and sets up a webhook", {
    timeout: 120_000,
  }, async () => {
    const page = await openDashboard();
    const mediaHostname = "media.journey.example";
    const show = world.host.addShow({
      hostname: "feeds.example",
      title: "The Journey",
      episodes: 8,
      mediaHostname,
    });

    await page.getByLabel("Watch a feed").fill(show.feedUrl);
    await page.getByRole("button", { name: "Watch it" }).click();
    await page.getByRole("heading", { name: "The Journey" }).waitFor();
    await page.getByText("8 healthy").waitFor();
    const wall = page.getByRole("grid", { name: "Enclosures, newest first" });
    await expect
      .poll(() => wall.getByRole("gridcell", { name: /Healthy$/ }).count(), { timeout: patienceMs })
      .toBe(8);

    world.host.setFault(mediaHostname, { kind: "connection-reset" });
    world.host.dropConnections();
    await page
      .getByRole("link", { name: /^Incidents/ })
      .first()
      .click();
    await page.getByRole("link", { name: /media\.journey\.example/ }).click();
    await page.getByRole("heading", { name: /media\.journey\.example/, level: 1 }).waitFor();
    await page.getByRole("heading", { name: "Where it broke" }).waitFor();
    const evidence = page.getByRole("region", { name: "Evidence" });
    await evidence.getByRole("heading", { name: "First failing look" }).waitFor();
    await evidence.getByRole("listitem").filter({ hasText: "127.0.0.1" }).first().waitFor();
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByText(/^Acknowledged /).waitFor();

    const receiver = await startReceiver(() => {});
    onTestFinished(() => receiver.close());
    await page.getByRole("link", { name: "Webhooks" }).first().click();
    await page.getByRole("button", { name: "Add an endpoint" }).click();
    await page.getByLabel("URL").fill(receiver.url);
    await page.getByRole("button", { name: "Add it" }).click();
    receiver.expectSecret(await readSecret(page));
    await page.getByRole("link", { name: receiver.url }).click();
    await page.getByRole("button", { name: "Send a test" }).click();
    const tested = page.getByRole("listitem").filter({ hasText: "webhook.test" }).first();
    await tested.getByText("delivered").waitFor();

    await page.getByRole("button", { name: "Rotate the secret" }).click();
    await page.getByRole("button", { name: "Rotate it" }).click();
    receiver.expectSecret(await readSecret(page));
    await tested.getByText("webhook.test").click();
    await tested.getByText("Attempt 1").waitFor();
    await tested.getByRole("button", { name: "Send it again" }).click();
    // What is received was verified, by now with the new secret.
    const isTwice = ({ id }: ReceivedWebhook) =>
      receiver.received.filter((one) => one.id === id).length === 2;
    await waitUntil(() => receiver.received.some(isTwice), { patienceMs, what: "the test, again" });
  });

  /** The secret that is shown once, taken as a person would: read, then put away. */
  async function readSecret(page: Page): Promise<string> {
    const secret = await page.getByRole("group", { name: "secret" }).textContent();
    expect(secret).toMatch(/^whsec_/);
    const stored = page.getByRole("button", { name: "I have stored it" });
    await stored.click();
    await stored.waitFor({ state: "detached" });
    return secret?.trim() ?? "";
  }

  const looks = [
    { width: 1280, height: 860, colorScheme: "light" },
    { width: 360, height: 800, colorScheme: "dark" },
  ] as const;

  test.each(looks)(
    "axe finds nothing wrong on any page, and nothing is cut off, $width wide, $colorScheme",
    {
      timeout: 120_000,
    },
    async (look) => {
      const page = await openDashboard(look);
      const wrong: Record<string, readonly string[]> = {};
      for (const [name, path] of Object.entries(world.paths)) {
        await goTo(page, path);
        const isCut = Number(await page.evaluate("document.documentElement.scrollWidth")) > look.width;
        wrong[name] = [...(await findViolations(page)), ...(isCut ? ["wider than the screen"] : [])];
      }
      expect(wrong).toEqual(Object.fromEntries(Object.keys(world.paths).map((name) => [name, []])));
    },
  );

  test.each(looks)(
    "no page of a publisher moves about while it loads, $width wide",
    {
      timeout: 180_000,
    },
    async (look) => {
      const page = await openDashboard(look);
      await watchShifts(page);
      const moving: Record<string, Shift> = {};
      const publishers = Object.entries(world.paths).filter(([, path]) => !path.startsWith("/ops/"));
      for (const [name, path] of publishers) {
        const shift = await measureShift(page, path);
        if (shift.score > goodShift) moving[name] = shift;
      }
      expect(moving).toEqual({});
    },
  );

  test("everything on the way to an enclosure's chain can be done by keyboard", async () => {
    const page = await openDashboard();
    await goTo(page, world.paths["feed"] ?? "");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    const focusedCell = () => page.evaluate("document.activeElement.dataset.cell");
    for (let presses = 0; presses < 12 && (await focusedCell()) === undefined; presses++)
      await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(focusedCell).toBe("2");
    await page.keyboard.press("End");
    await expect.poll(focusedCell).toBe("29");
    await page.keyboard.press("Home");
    await expect.poll(focusedCell).toBe("0");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "The way to the audio" }).waitFor();
  });

  test.each([
    ["/feeds/00000000-0000-7000-8000-000000000000", "Feed", "Feeds"],
    ["/incidents/00000000-0000-7000-8000-000000000000", "Incident", "Incidents"],
    ["/hosts/nowhere.example:8443", "nowhere.example:8443", "Certificates"],
  ])("%s, which is not there, says so under a heading, and leads back", async (path, title, back) => {
    // A missing thing is an error to the browser's console as well, which every other page must keep empty.
    const page = await world.browser.openPage(world.apiUrl);
    onTestFinished(() => page.context().close());
    await signIn(page, world.key);
    await goTo(page, path);
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    expect(await page.getByRole("alert").textContent()).toMatch(/There is no|None of your shows/);
    await page.getByRole("main").getByRole("link", { name: back }).click();
    await page.getByRole("heading", { name: back, level: 1 }).waitFor();
  });

  test("a fire drill is held, and marked as one", async () => {
    const page = await openDashboard();
    await goTo(page, world.paths["feed"] ?? "");
    await page.getByRole("button", { name: "Fire drill" }).click();
    await page.getByRole("button", { name: "Hold the drill" }).click();
    await page.getByText("This is a drill that was asked for").waitFor();
    expect(page.url()).toContain("/incidents/");
  });

  test("the theme can be chosen, and stays", async () => {
    const page = await openDashboard({ colorScheme: "light" });
    await page
      .getByRole("button", { name: /^Theme: system/ })
      .first()
      .click();
    await page
      .getByRole("button", { name: /^Theme: light/ })
      .first()
      .click();
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    await page.reload();
    expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe("dark");
  });

  test("queues are seen at work while many enclosures wait", { timeout: 120_000 }, async () => {
    const page = await openDashboard();
    const mediaHostname = "slow.example";
    world.host.setFault(`${mediaHostname}/*`, { kind: "delay", delayMs: 400 });
    onTestFinished(() => world.host.setFault(`${mediaHostname}/*`, null));
    world.host.addShow({ hostname: "feeds.example", title: "The Long Queue", episodes: 120, mediaHostname });
    await page.getByLabel("Watch a feed").fill("https://feeds.example/the-long-queue.xml");
    await page.getByRole("button", { name: "Watch it" }).click();
    await page.getByText(/Probing its enclosures: \d+ of 120/).waitFor();
    await page.getByRole("link", { name: "Queues" }).first().click();
    await page.getByRole("row", { name: /enclosure\.probe/ }).waitFor();
    const busiest = page.getByRole("region", { name: "Busiest hosts" });
    await busiest.getByText(mediaHostname).waitFor();
    await expect
      .poll(
        () =>
          page
            .getByRole("row", { name: /enclosure\.probe/ })
            .getByRole("cell")
            .nth(1)
            .textContent(),
        {
          timeout: patienceMs,
        },
      )
      .not.toBe("0");

    await page.getByRole("link", { name: "Requests" }).first().click();
    const asked = page.getByRole("row", { name: new RegExp(mediaHostname) });
    await asked.waitFor();
    await page.getByRole("button", { name: "Prefixes" }).click();
    await page.getByRole("row", { name: /op3\.dev/ }).waitFor();
    expect(await asked.count()).toBe(0);
  });

  test("a key that nobody gave out is refused in a sentence", async () => {
    const page = await world.browser.openPage(world.apiUrl);
    onTestFinished(() => page.context().close());
    await page.goto("/certificates");
    await page.getByLabel("API key").fill("ek_nonsense");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This API key is not known, is revoked, or has expired.").waitFor();
    await page.getByLabel("API key").fill(world.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Certificates" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});

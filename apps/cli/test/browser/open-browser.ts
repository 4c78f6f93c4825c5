import { spawnSync } from "node:child_process";
import type { Closeable } from "@earshot/runtime";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
}

/** A browser that opens pages of the dashboard. */
export interface TestBrowser extends Closeable {
  openPage(baseUrl: string, view?: Partial<View>): Promise<Page>;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium on this machine; undefined when there is none. */
export function findChromium(): string | undefined {
  for (const name of names) {
    const { status, stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}

/** Opens Debian's Chromium. @throws when there is none, saying what installs it. */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error(
      "there is no Chromium on the path; run `node scripts/install-test-tools.ts`, or install one",
    );
  // Its sandbox cannot be had as root, which containers run tests as; it opens nothing but our own pages.
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"];
  const browser = await chromium.launch({ executablePath, args });
  return {
    openPage: async (baseUrl, view = {}) => (await openContext(browser, baseUrl, view)).newPage(),
    close: () => browser.close(),
  };
}

function openContext(browser: Browser, baseURL: string, view: Partial<View>): Promise<BrowserContext> {
  const { width = 1280, height = 900, colorScheme = "light" } = view;
  return browser.newContext({
    baseURL,
    viewport: { width, height },
    // A phone's scroll bars lie over the page and take no room.
    ...(width < 600 && { isMobile: true, hasTouch: true }),
    colorScheme,
    reducedMotion: "reduce",
    // In UTC and English, wherever the tests run.
    timezoneId: "UTC",
    locale: "en-GB",
  });
}

/** Signs in as a person does. */
export async function signIn(page: Page, key: string): Promise<void> {
  await page.goto("/");
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Feeds", level: 1 }).waitFor();
}

/** Goes to a path and waits until the page there has loaded what it shows. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByLabel("Loading", { exact: true }).first().waitFor({ state: "detached" });
}

import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { goTo } from "./open-browser.ts";

/** The most that the field calls a good Cumulative Layout Shift (https://web.dev/articles/cls). */
export const goodShift = 0.1;

/** How much of a page moved about while it loaded, and what moved most. */
export interface Shift {
  /** Cumulative Layout Shift: the worst burst of shifts that nobody's input caused. */
  readonly score: number;
  readonly moved: readonly string[];
}

/**
 * Sums shifts up as web.dev defines it: in bursts of at most five seconds, whose shifts lie less than a second apart; a
 * page's score is that of its worst burst.
 */
const observe = `
  window.earshotShift = { score: 0, moved: [] };
  let burst = { value: 0, from: 0, last: 0 };
  const describe = ({ node }) => node?.outerHTML?.slice(0, 120) ?? "something that is gone";
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      const goesOn = entry.startTime - burst.last < 1000 && entry.startTime - burst.from < 5000;
      burst = goesOn
        ? { value: burst.value + entry.value, from: burst.from, last: entry.startTime }
        : { value: entry.value, from: entry.startTime, last: entry.startTime };
      window.earshotShift.score = Math.max(window.earshotShift.score, burst.value);
      window.earshotShift.moved.push(...entry.sources.map(describe));
    }
  }).observe({ type: "layout-shift", buffered: true });
`;

/** What an observer was told of by the time that a frame is painted is everything before it. */
const settle = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))`;

/** Each answer takes another while, so that parts of a page arrive one by one, in an order of their own. */
const delaysMs = [40, 400, 150, 700, 90, 250] as const;

/** Has the API answer slowly from now on, and watches what moves. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(observe);
  let asked = 0;
  await page.route(/\/v1\/(?!events)/, async (route) => {
    await delay(delaysMs[asked++ % delaysMs.length]);
    // The page may be gone by now.
    await route.continue().catch(() => undefined);
  });
}

/** Loads a page that is watched, until everything that it asked for has come. */
export async function measureShift(page: Page, path: string): Promise<Shift> {
  let open = 0;
  const isCounted = (url: string) => url.includes("/v1/") && !url.includes("/v1/events");
  page.on("request", (request) => void (isCounted(request.url()) && open++));
  page.on("requestfinished", (request) => void (isCounted(request.url()) && open--));
  page.on("requestfailed", (request) => void (isCounted(request.url()) && open--));
  await goTo(page, path);
  do await page.evaluate(settle);
  while (open > 0);
  await page.evaluate(settle);
  page.removeAllListeners("request");
  page.removeAllListeners("requestfinished");
  page.removeAllListeners("requestfailed");
  return (await page.evaluate("window.earshotShift")) as Shift;
}

/**
 * Takes screenshots of every page of the dashboard, at desktop and phone width, light and dark, over a monitor that
 * watches the synthetic host: `node apps/cli/test/browser/take-screenshots.ts <directory> [page …]`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startPodcastHost } from "@earshot/podcast-host";
import { createLogger, openScope } from "@earshot/runtime";
import type { Page } from "playwright-core";
import { openDemoMonitor } from "../../src/demo/open-demo-monitor.ts";
import { goTo, openBrowser, signIn } from "./open-browser.ts";
import { pagePaths } from "./page-paths.ts";
import { playScene } from "./play-scene.ts";

const [directory = "screenshots", ...wanted] = process.argv.slice(2);
const views = [
  { name: "desktop", width: 1280, height: 860 },
  { name: "phone", width: 390, height: 844 },
] as const;
const schemes = ["light", "dark"] as const;

const log = createLogger({ level: "warn", name: "screenshots" });
const scope = openScope({ log });
try {
  const host = await scope.open("podcast host", startPodcastHost());
  const monitor = await openDemoMonitor(scope, host, log);
  const stage = { scope, host, apiUrl: monitor.api.url, key: monitor.bootstrapKey, episodes: 240 };
  const paths = pagePaths(await playScene(stage));
  const browser = await scope.open("browser", openBrowser());
  await mkdir(directory, { recursive: true });
  for (const { name: viewName, ...size } of views) {
    for (const colorScheme of schemes) {
      const page = await browser.openPage(monitor.api.url, { ...size, colorScheme });
      if (wanted.length === 0) await shoot(page, `sign-in-${viewName}-${colorScheme}`, "/");
      await signIn(page, monitor.bootstrapKey);
      for (const [name, path] of Object.entries(paths)) {
        if (wanted.length > 0 && !wanted.includes(name)) continue;
        await shoot(page, `${name}-${viewName}-${colorScheme}`, path);
      }
      await page.context().close();
    }
  }
} finally {
  await scope.close();
}

async function shoot(page: Page, name: string, path: string): Promise<void> {
  await goTo(page, path);
  await page.screenshot({ path: join(directory, `${name}.png`) });
}

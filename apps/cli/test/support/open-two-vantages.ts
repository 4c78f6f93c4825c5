import { chooseVantage } from "@earshot/domain";
import { type PodcastHost, type ShowOptions, startPodcastHost } from "@earshot/podcast-host";
import { createLogger, openScope, readEnv, type Scope } from "@earshot/runtime";
import { readLiveVantages } from "@earshot/storage";
import { type ApiClient, openApiClient } from "../../src/api-client.ts";
import { type Monitor, openMonitor } from "../../src/compose/open-monitor.ts";
import { waitUntil } from "../../src/demo/wait-until.ts";
import { openStage } from "./open-stage.ts";
import { queryDatabase } from "./query-database.ts";
import { startProcess, type TestProcess } from "./start-process.ts";

/** Where each of the two looks from. */
export const vantages = ["eu", "us"] as const;

/** A vantage of a test. */
export type TestVantage = (typeof vantages)[number];

/** What is looked at from two sides: a monitor at `eu`, a checker and a crawler of their own at `us`. */
export interface TwoVantages {
  readonly monitor: Monitor;
  readonly client: ApiClient;
  /** The same podcast host as each vantage sees it: a fault set at one of them is seen from there alone. */
  readonly hosts: Readonly<Record<TestVantage, PodcastHost>>;
  /** Publishes a show at both and registers it; gives the feed's id in the API. */
  watchShow(options: ShowOptions): Promise<string>;
  /** Starts what looks from `us`, and waits until all know of it. */
  startUs(): Promise<readonly TestProcess[]>;
  /** Ends it without a goodbye, and lets the time pass after which a silent vantage counts as gone. */
  killUs(): Promise<void>;
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

const patienceMs = 60_000;
const periods = {
  EARSHOT_HOST_PERIOD: "500ms",
  EARSHOT_FEED_PERIOD: "1s",
  EARSHOT_ENCLOSURE_PERIOD: "1s",
  EARSHOT_CATALOGUE_PERIOD: "2s",
  EARSHOT_LEASE: "4s",
};

/** The vantage at home for a subject while both are alive. */
export function homeOf(kind: "feed" | "media" | "host", id: number | string): string | null {
  return chooseVantage(`${kind}:${id}`, vantages, null);
}

/** Opens both in a scope. */
export async function openTwoVantages(scope: Scope): Promise<TwoVantages> {
  const stage = await openStage(scope, {
    queue: "redis",
    env: { ...periods, EARSHOT_VANTAGE: "eu", PORT: "0" },
  });
  const eu = stage.host;
  const us = await scope.open("host seen from us", startPodcastHost({ authority: eu.authority }));
  const log = createLogger({ level: "error", name: "eu" });
  const clock = () => new Date();
  const monitor = await openMonitor(scope, { env: readEnv(stage.env), log, clock });
  const client = openApiClient(monitor.api.url, stage.bootstrapKey);
  const { db } = monitor.store;
  const env = {
    ...stage.env,
    EARSHOT_VANTAGE: "us",
    EARSHOT_CONNECT_TO: us.connectTo.join(","),
    LOG_LEVEL: "info",
  };
  let processes: readonly TestProcess[] = [];
  let place: Scope | undefined;

  return {
    monitor,
    client,
    hosts: { eu, us },
    async watchShow(options) {
      // Both must serve the same bytes.
      const published = { publishedAt: new Date(Date.now() - 10 * 86_400_000), ...options };
      const [show] = [eu, us].map((host) => host.addShow(published));
      return String((await client.post("/v1/feeds", { url: show?.feedUrl }))["id"]);
    },
    async startUs() {
      place = openScope({ closeTimeoutMs: 30_000 });
      const here = place;
      scope.onClose("what looks from us", () => here.close());
      processes = (["checker", "feed-crawler"] as const).map((name) =>
        startProcess({ name: `${name} us`, main: `apps/${name}/src/main.ts`, env }),
      );
      for (const one of processes) here.onClose(one.name, async () => void (await one.stop()));
      await Promise.all(processes.map((one) => one.untilLine(/is running/)));
      const areBoth = async () => {
        const { checks, crawls } = await readLiveVantages(db);
        return checks.length === 2 && crawls.length === 2;
      };
      await waitUntil(areBoth, { patienceMs, what: "both vantages to be alive" });
      return processes;
    },
    async killUs() {
      await Promise.all(processes.map((one) => one.kill()));
      await db
        .updateTable("vantage_processes")
        .set({ seen_at: new Date(Date.now() - 21_000) })
        .where("vantage", "=", "us")
        .execute();
    },
    query: (text, values = []) => queryDatabase(stage.databaseUrl ?? "", text, values),
  };
}

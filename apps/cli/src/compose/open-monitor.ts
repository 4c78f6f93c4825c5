import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { openApi, type RunningApi } from "@earshot/api";
import { startChecker } from "@earshot/checker";
import { ensureBuilt } from "@earshot/dashboard";
import { startFeedCrawler } from "@earshot/feed-crawler";
import { startNotifier } from "@earshot/notifier";
import type { Queue } from "@earshot/queue";
import type { Env, Logger, Scope } from "@earshot/runtime";
import { openBox, openFoundations, openOutside, openWebhookEgress, orStartError } from "@earshot/service";
import {
  bootstrapAccount,
  generateApiKey,
  inTransaction,
  makeDataDir,
  openSecretBox,
  type SecretBox,
  type Store,
  startEmbeddedPostgres,
} from "@earshot/storage";
import { type KeptSecret, keepSecret } from "./keep-secret.ts";
import { migrateAll } from "./migrate-all.ts";
import { requireFreePort } from "./require-free-port.ts";

/** Everything in one process, running. */
export interface Monitor {
  readonly api: RunningApi;
  readonly store: Store;
  readonly queue: Queue;
  /** The API key of the first account, with the file that keeps it; null when the environment gave it. */
  readonly bootstrap: KeptSecret | null;
  readonly bootstrapKey: string;
}

/** What a monitor is opened with. */
export interface MonitorOptions {
  readonly env: Env;
  readonly log: Logger;
  readonly clock: () => Date;
}

/**
 * Opens every app in one process: the embedded PostgreSQL unless DATABASE_URL names another, migrations, the first
 * account, the queue (on Redis where REDIS_URL is set, else on PostgreSQL), crawler, checker, notifier and API. What
 * was opened is closed with the scope, last first. Throws a StartError that says what to do.
 */
export async function openMonitor(scope: Scope, options: MonitorOptions): Promise<Monitor> {
  const { log, clock } = options;
  await requireFreePort(options.env);
  // Beside the start of the database, which takes as long; it never fails.
  const dashboard = ensureBuilt({ tell: (line) => log.info(line) });
  const box = await openKeptBox(options.env);
  const databaseUrl = options.env.databaseUrl ?? (await openEmbedded(scope, options.env, log));
  const env = { ...options.env, databaseUrl };
  await orStartError(() => migrateAll(env));
  const base = await openFoundations(scope, { env, log, clock });
  const { bootstrap, bootstrapKey } = await openFirstAccount(base.store, env, clock());
  const outside = await openOutside(scope, base, { does: ["checks", "crawls"] });
  const egress = await openWebhookEgress(scope, base);
  await scope.open("checker", startChecker({ ...base, ...outside }));
  await scope.open("crawler", startFeedCrawler({ ...base, ...outside }));
  await scope.open("notifier", startNotifier({ ...base, egress, box }));
  await dashboard;
  const api = await openApi(scope, { ...base, box });
  return { api, store: base.store, queue: base.queue, bootstrap, bootstrapKey };
}

async function openEmbedded(scope: Scope, env: Env, log: Logger): Promise<string> {
  const server = await orStartError(() => {
    makeDataDir(env.dataDir);
    const dataDir = resolve(env.dataDir, "postgres");
    return scope.open("embedded postgres", startEmbeddedPostgres({ dataDir, log }));
  });
  return server.url;
}

async function openFirstAccount(store: Store, env: Env, now: Date) {
  const bootstrap =
    env.bootstrapKey === undefined ? await keepSecret(env.dataDir, "bootstrap-key", generateApiKey) : null;
  const bootstrapKey = env.bootstrapKey ?? bootstrap?.value ?? "";
  await inTransaction(store, (tx) => bootstrapAccount(tx, { key: bootstrapKey, now }));
  return { bootstrap, bootstrapKey };
}

/** With the embedded database the key of its secrets is kept beside it; another database needs the key it was used with. */
async function openKeptBox(env: Env): Promise<SecretBox> {
  if (env.secretKey !== undefined || env.databaseUrl !== undefined) return openBox(env);
  const kept = await keepSecret(env.dataDir, "secret-key", () => randomBytes(32).toString("base64"));
  return openSecretBox([Buffer.from(kept.value, "base64")]);
}

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { parseAddressRange } from "@earshot/egress";
import { migrateQueue, openQueue } from "@earshot/queue";
import { createMetrics, openScope, readEnv } from "@earshot/runtime";
import {
  createApiKey,
  createPublisher,
  openSecretBox,
  openStore,
  type Role,
  type Store,
} from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import { afterAll } from "vitest";
import { type ApiDeps, type ApiInstance, buildApi, openUrlJudges } from "../src/index.ts";

/** Somebody with a key. */
export interface TestCaller {
  readonly publisherId: string;
  readonly key: string;
  /** A request with this key; a payload is sent as JSON. */
  ask(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse>;
}

/** The API on a database of its own, with a real queue, and three who use it. */
export interface TestApi {
  readonly app: ApiInstance;
  readonly store: Store;
  readonly deps: ApiDeps;
  /** Two publishers who must never see each other's things, and one who runs the service. */
  readonly alice: TestCaller;
  readonly bob: TestCaller;
  readonly ops: TestCaller;
  addCaller(roles: readonly Role[]): Promise<TestCaller>;
  /** Every route as it was registered. */
  readonly routes: readonly TestRoute[];
}

/** One route of the server: its path with `:id` for an id. */
export interface TestRoute {
  readonly method: string;
  readonly url: string;
}

/** Opens the API for a test file, and closes it after. */
export async function openTestApi(overrides: Partial<ApiDeps> = {}): Promise<TestApi> {
  const scope = openScope();
  afterAll(() => scope.close());
  const deps = { ...(await openDeps(scope)), ...overrides };
  const routes: TestRoute[] = [];
  const app = await scope.open(
    "api",
    withRoutesNoted(routes, () => buildApi(deps)),
  );
  const { store } = deps;

  async function addCaller(roles: readonly Role[]): Promise<TestCaller> {
    const { id: publisherId } = await createPublisher(store.db, { name: "Somebody", now: deps.clock() });
    const { key } = await createApiKey(store.db, { publisherId, roles, now: deps.clock() });
    return {
      publisherId,
      key,
      ask: (method, url, payload) =>
        app.inject({
          method,
          url,
          headers: { authorization: `Bearer ${key}` },
          ...(payload !== undefined && { payload }),
        }),
    };
  }
  const [alice, bob, ops] = await Promise.all([
    addCaller(["publisher"]),
    addCaller(["publisher"]),
    addCaller(["ops"]),
  ]);
  return { app, store, deps, alice, bob, ops, addCaller, routes };
}

/** Fastify cannot list its routes, but tells of each new instance before it has any. */
async function withRoutesNoted<T>(routes: TestRoute[], build: () => Promise<T>): Promise<T> {
  const note = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook("onRoute", ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  };
  subscribe("fastify.initialization", note);
  try {
    return await build();
  } finally {
    unsubscribe("fastify.initialization", note);
  }
}

async function openDeps(scope: ReturnType<typeof openScope>): Promise<ApiDeps> {
  const log = pino({ level: "silent" });
  const database = await scope.open("database", createTestDatabase());
  const store = await scope.open("store", openStore({ url: database.url, log, poolMax: 5 }));
  await migrateQueue(database.url);
  const engine = { kind: "postgres", connectionString: database.url } as const;
  const queue = await scope.open("queue", openQueue({ engine, log }));
  const webhookAllow = [parseAddressRange("127.0.0.1/32:9000")];
  const judges = openUrlJudges({ allow: [], webhookAllow, own: [], resolve: [], connectTo: [] });
  scope.onClose("judges", judges.close);
  return {
    store,
    queue,
    log,
    box: openSecretBox([Buffer.alloc(32, 7)]),
    metrics: createMetrics({ withProcess: false }),
    clock: () => new Date(),
    ready: async () => ({ ready: true, checks: { store: "ok" } }),
    judgeFeedUrl: judges.judgeFeedUrl,
    judgeWebhookUrl: judges.judgeWebhookUrl,
    publicUrl: "https://earshot.example",
    env: readEnv({}),
  };
}

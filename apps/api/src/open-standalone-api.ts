import { parseAddressRange, parseConnectTo, parseResolveOverride } from "@earshot/egress";
import { readOwnAddresses } from "@earshot/probe";
import { openQueue, type QueueEngine } from "@earshot/queue";
import { checkReady, createMetrics, type EnvWith, type Logger, type Scope } from "@earshot/runtime";
import { openSecretBox, openStore, requireSchema } from "@earshot/storage";
import { type RunningApi, startApi } from "./start-api.ts";
import { openUrlJudges } from "./urls/open-url-judges.ts";

/** The environment of an API that runs alone: its database and the key that seals secrets must be named. */
export type StandaloneEnv = EnvWith<"databaseUrl" | "secretKey">;

const poolMax = 10;

/** Opens everything that the API stands on, then the API, in a process of its own; all of it closes with the scope. */
export async function openStandaloneApi(scope: Scope, env: StandaloneEnv, log: Logger): Promise<RunningApi> {
  const { databaseUrl, redisUrl, host, port } = env;
  const store = await scope.open("store", openStore({ url: databaseUrl, log, poolMax }));
  await requireSchema(store);
  const engine: QueueEngine =
    redisUrl === undefined
      ? { kind: "postgres", connectionString: databaseUrl }
      : { kind: "redis", url: redisUrl };
  const queue = await scope.open("queue", openQueue({ engine, log }));
  const judges = await scope.open("url judges", openUrlJudges(await judgeOptionsOf(env)));
  const ready = () => checkReady({ store: () => store.ping(), queue: () => queue.ping() });
  const box = openSecretBox([env.secretKey]);
  const metrics = createMetrics({ withProcess: true });
  const deps = { store, queue, box, metrics, log, ready, env, ...judges };
  const publicUrl = `http://${host}:${port}`;
  return scope.open("api", startApi({ ...deps, clock: () => new Date(), publicUrl }, { host, port }));
}

async function judgeOptionsOf(env: StandaloneEnv) {
  const { databaseUrl, redisUrl } = env;
  return {
    allow: env.allowAddresses.map(parseAddressRange),
    webhookAllow: env.webhookAllowAddresses.map(parseAddressRange),
    own: await readOwnAddresses([databaseUrl, ...(redisUrl === undefined ? [] : [redisUrl])]),
    resolve: env.resolve.map(parseResolveOverride),
    connectTo: env.connectTo.map(parseConnectTo),
  };
}

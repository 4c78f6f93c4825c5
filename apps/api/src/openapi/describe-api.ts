import { createLogger, createMetrics, readEnv } from "@earshot/runtime";
import { openSecretBox, openStore } from "@earshot/storage";
import type { ApiDeps } from "../api-deps.ts";
import { buildApi } from "../build-api.ts";

/**
 * The text of the OpenAPI document, without a database or a queue: for tools that make something of it. Nothing is
 * connected to, since composing the routes asks nobody anything.
 */
export async function describeApi(): Promise<string> {
  const log = createLogger({ name: "describe-api", level: "silent" });
  const store = await openStore({ url: "postgres://127.0.0.1:1/none", log, poolMax: 1 });
  const refuse = async () => {
    throw new Error("the API is only described, so it serves nothing");
  };
  const deps: ApiDeps = {
    ...{ store, log, clock: () => new Date(), ready: refuse },
    box: openSecretBox([Buffer.alloc(32)]),
    queue: { counts: refuse, throughput: refuse, boardQueues: async () => [] },
    metrics: createMetrics({ withProcess: false }),
    ...{ judgeFeedUrl: refuse, judgeWebhookUrl: refuse },
    publicUrl: "http://127.0.0.1:8080",
    env: readEnv({}),
  };
  const app = await buildApi(deps);
  try {
    return (await app.inject("/openapi.json")).body;
  } finally {
    await app.close();
    await store.close();
  }
}

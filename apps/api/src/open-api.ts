import { parseAddressRange, parseConnectTo, parseResolveOverride } from "@earshot/egress";
import { readOwnAddresses } from "@earshot/probe";
import { checkReady, type Scope } from "@earshot/runtime";
import { type Foundations, ownUrlsOf } from "@earshot/service";
import type { SecretBox } from "@earshot/storage";
import { type RunningApi, startApi } from "./start-api.ts";
import { openUrlJudges, type UrlJudgeOptions } from "./urls/open-url-judges.ts";

/** Opens the API on the foundations, listening where HOST and PORT say. Closed with the scope. */
export async function openApi(
  scope: Scope,
  base: Foundations & { readonly box: SecretBox },
): Promise<RunningApi> {
  const { env, store, queue } = base;
  const judges = await scope.open("url judges", openUrlJudges(await judgeOptionsOf(base)));
  const ready = () => checkReady({ store: () => store.ping(), queue: () => queue.ping() });
  const { host, port } = env;
  const publicUrl =
    env.publicUrl?.replace(/\/+$/, "") ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return scope.open("api", startApi({ ...base, ...judges, ready, publicUrl }, { host, port }));
}

async function judgeOptionsOf(base: Foundations): Promise<UrlJudgeOptions> {
  const { env } = base;
  return {
    allow: env.allowAddresses.map(parseAddressRange),
    webhookAllow: env.webhookAllowAddresses.map(parseAddressRange),
    own: await readOwnAddresses(ownUrlsOf(base)),
    resolve: env.resolve.map(parseResolveOverride),
    connectTo: env.connectTo.map(parseConnectTo),
    nameServers: env.nameServers,
  };
}

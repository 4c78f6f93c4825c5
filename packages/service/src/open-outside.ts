import { readFile } from "node:fs/promises";
import type { Egress } from "@earshot/egress";
import { buildProber, type GuardOptions, openGuardedEgress, type Prober } from "@earshot/probe";
import type { Scope } from "@earshot/runtime";
import type { Foundations } from "./open-foundations.ts";

/** Opens a prober whose guard allows what EARSHOT_ALLOW_ADDRESSES names. */
export async function openOutsideProber(scope: Scope, base: Foundations): Promise<Prober> {
  const guard = await guardOf(base, base.env.allowAddresses);
  const egress = await scope.open("egress", openGuardedEgress(guard));
  return buildProber({ egress, vantage: base.env.vantage, clock: base.clock });
}

/** Opens the way out for webhooks, whose guard allows what EARSHOT_WEBHOOK_ALLOW_ADDRESSES names. */
export async function openWebhookEgress(scope: Scope, base: Foundations): Promise<Egress> {
  const guard = await guardOf(base, base.env.webhookAllowAddresses);
  return scope.open("webhook egress", openGuardedEgress(guard));
}

/** URLs of our own services: nobody's feed, media or webhook may lead to their addresses. */
export function ownUrlsOf({ env }: Pick<Foundations, "env">): readonly string[] {
  return [env.databaseUrl, env.redisUrl, env.smtpUrl].filter((url) => url !== undefined);
}

async function guardOf(base: Foundations, allowAddresses: readonly string[]): Promise<GuardOptions> {
  const { env, clock } = base;
  return {
    allowAddresses,
    resolve: env.resolve,
    connectTo: env.connectTo,
    extraCa: env.extraCaFile === undefined ? [] : [await readFile(env.extraCaFile, "utf8")],
    ownUrls: ownUrlsOf(base),
    clock,
  };
}

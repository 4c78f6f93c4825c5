import { readFile } from "node:fs/promises";
import type { Egress } from "@earshot/egress";
import {
  buildProber,
  type CanaryWatch,
  type GuardOptions,
  openGuardedEgress,
  type Prober,
  watchCanaries,
} from "@earshot/probe";
import type { Scope } from "@earshot/runtime";
import type { Foundations } from "./open-foundations.ts";

/** How a process looks at the world from its vantage. */
export interface Outside {
  readonly prober: Prober;
  /** Doubts the vantage itself, where EARSHOT_CANARIES names hosts to ask. */
  readonly canaries: CanaryWatch;
}

/** Opens a prober whose guard allows what EARSHOT_ALLOW_ADDRESSES names, and the watch over its own vantage. */
export async function openOutside(scope: Scope, base: Foundations): Promise<Outside> {
  const { env, clock, log } = base;
  const guard = await guardOf(base, env.allowAddresses);
  const egress = await scope.open("egress", openGuardedEgress(guard));
  const prober = buildProber({ egress, vantage: env.vantage, clock });
  const suspicion = base.metrics.gauge({
    name: "earshot_vantage_suspect",
    help: "1 while most of the operator's canaries fail from here, so that no new trouble is believed.",
  });
  suspicion.set(0);
  const canaries = watchCanaries({
    canaries: env.canaries,
    checkHost: prober.checkHost,
    onChange({ isSuspect, failing }) {
      suspicion.set(isSuspect ? 1 : 0);
      const fields = { event: "vantage.suspect", vantage: env.vantage, isSuspect, failing };
      if (isSuspect)
        log.error(fields, "most canaries fail: this vantage is at fault, no new trouble is believed");
      else log.warn(fields, "the canaries answer again");
    },
  });
  return { prober, canaries };
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

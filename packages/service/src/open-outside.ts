import { readFile } from "node:fs/promises";
import type { Egress } from "@earshot/egress";
import {
  buildProber,
  type GuardOptions,
  openGuardedEgress,
  type Prober,
  type VantageWatch,
  watchVantage,
} from "@earshot/probe";
import { type Metrics, measureEventLoopLag, type Scope } from "@earshot/runtime";
import { type HostLedger, openHostLedger, type VantageWork } from "@earshot/storage";
import type { Foundations } from "./open-foundations.ts";
import { openSuspicions } from "./open-suspicions.ts";
import { type Heartbeat, startHeartbeat } from "./start-heartbeat.ts";

/** How a process looks at the world from its vantage. */
export interface Outside {
  readonly prober: Prober;
  /** The same with a guard that also allows what EARSHOT_WEBHOOK_ALLOW_ADDRESSES names, for hosts of webhooks. */
  readonly webhookProber: Prober;
  /** Doubts the vantage itself. */
  readonly vantage: VantageWatch;
  /** Tells the fleet that this process is there. */
  readonly heartbeat: Heartbeat;
  /** Counts the prober's requests, and takes what hosts say about their pace. */
  readonly ledger: HostLedger;
}

/**
 * Opens a prober whose guard allows what EARSHOT_ALLOW_ADDRESSES names, and the watch over its own vantage, and says in
 * the store that this process is there and what it does.
 */
export async function openOutside(
  scope: Scope,
  base: Foundations,
  { does }: { readonly does: readonly VantageWork[] },
): Promise<Outside> {
  const { env, clock, log, store } = base;
  const ledger = await scope.open("host ledger", openHostLedger(store, { clock, log }));
  const openWayOut = async (name: string, allowAddresses: readonly string[]) => {
    const guard = await guardOf(base, allowAddresses);
    const egress = await scope.open(name, openGuardedEgress({ ...guard, onRequest: ledger.count }));
    return { egress, prober: buildProber({ egress, vantage: env.vantage, clock }) };
  };
  const { egress, prober } = await openWayOut("egress", env.allowAddresses);
  const isSameGuard = !does.includes("checks") || env.webhookAllowAddresses.length === 0;
  const allAllowed = [...env.allowAddresses, ...env.webhookAllowAddresses];
  const webhookProber = isSameGuard
    ? prober
    : (await openWayOut("egress to hosts of webhooks", allAllowed)).prober;
  const suspicions = openSuspicions({ ...base, vantage: env.vantage });
  const measureClock = measureClockOffset(base.metrics);
  const vantage = watchVantage({
    canaries: env.canaries,
    checkHost: prober.checkHost,
    clock,
    onChange({ families, clockOffsetMs, failing }) {
      measureClock(clockOffsetMs);
      const stand = { ipv4: families.includes(4), ipv6: families.includes(6), clock: clockOffsetMs !== null };
      suspicions.note(stand, { failing, clockOffsetMs });
    },
  });
  const lag = await scope.open("event loop lag", measureEventLoopLag());
  const heartbeat = await startHeartbeat(scope, base, {
    ...{ vantage, suspicions, lag, does },
    areNamesSilent: () => egress.namesSilent,
  });
  return { prober, webhookProber, vantage, heartbeat, ledger };
}

function measureClockOffset(metrics: Metrics): (offsetMs: number | null) => void {
  const offset = metrics.gauge({
    name: "earshot_vantage_clock_offset_seconds",
    help: "How far our clock is behind that of most servers, where that is provable; 0 while it is right.",
  });
  return (offsetMs) => offset.set((offsetMs ?? 0) / 1_000);
}

/** The way out for webhooks. */
export type WebhookEgress = Pick<Egress, "exchange">;

/**
 * Opens the way out for webhooks, whose guard allows what EARSHOT_WEBHOOK_ALLOW_ADDRESSES names. Plain http leads there
 * and nowhere else, judged at each connection: a name that was allowed when it was registered may have moved since.
 */
export async function openWebhookEgress(scope: Scope, base: Foundations): Promise<WebhookEgress> {
  const guard = await guardOf(base, base.env.webhookAllowAddresses);
  const secure = await scope.open("webhook egress", openGuardedEgress(guard));
  const plain = await scope.open("plain webhook egress", openGuardedEgress({ ...guard, onlyAllowed: true }));
  return {
    exchange: (request) => (request.url.protocol === "http:" ? plain : secure).exchange(request),
  };
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
    nameServers: env.nameServers,
    extraCa: env.extraCaFile === undefined ? [] : [await readFile(env.extraCaFile, "utf8")],
    ownUrls: ownUrlsOf(base),
    clock,
  };
}

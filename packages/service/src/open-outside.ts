import { readFile } from "node:fs/promises";
import type { Egress } from "@earshot/egress";
import {
  buildProber,
  type GuardOptions,
  openGuardedEgress,
  type Prober,
  type VantageState,
  type VantageWatch,
  watchVantage,
} from "@earshot/probe";
import { type Metrics, measureEventLoopLag, type Scope } from "@earshot/runtime";
import { type HostLedger, openHostLedger, type VantageWork } from "@earshot/storage";
import type { Foundations } from "./open-foundations.ts";
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
  const openProber = async (name: string, allowAddresses: readonly string[]) => {
    const guard = await guardOf(base, allowAddresses);
    const egress = await scope.open(name, openGuardedEgress({ ...guard, onRequest: ledger.count }));
    return buildProber({ egress, vantage: env.vantage, clock });
  };
  const prober = await openProber("egress", env.allowAddresses);
  const isSameGuard = !does.includes("checks") || env.webhookAllowAddresses.length === 0;
  const webhookProber = isSameGuard
    ? prober
    : await openProber("egress to hosts of webhooks", [...env.allowAddresses, ...env.webhookAllowAddresses]);
  const { canaries } = env;
  const measures = measureVantage(base.metrics);
  const vantage = watchVantage({
    canaries,
    checkHost: prober.checkHost,
    onChange(state) {
      measures.set(state);
      const fields = { event: "vantage.suspect", vantage: env.vantage, ...state };
      if (state.isSuspect) log.error(fields, "this vantage is at fault: what it finds is in doubt");
      else log.warn(fields, "this vantage is believed again");
    },
  });
  const lag = await scope.open("event loop lag", measureEventLoopLag());
  const heartbeat = await startHeartbeat(scope, base, { vantage, lag, does });
  return { prober, webhookProber, vantage, heartbeat, ledger };
}

function measureVantage(metrics: Metrics) {
  const suspect = metrics.gauge({
    name: "earshot_vantage_suspect",
    help: "1 while this vantage is at fault: most canaries fail in an address family, or its clock is wrong.",
    labelNames: ["what"],
  });
  const offset = metrics.gauge({
    name: "earshot_vantage_clock_offset_seconds",
    help: "How far our clock is behind that of most servers, where that is provable; 0 while it is right.",
  });
  function set({ families, clockOffsetMs }: Pick<VantageState, "families" | "clockOffsetMs">): void {
    suspect.set({ what: "ipv4" }, families.includes(4) ? 1 : 0);
    suspect.set({ what: "ipv6" }, families.includes(6) ? 1 : 0);
    suspect.set({ what: "clock" }, clockOffsetMs === null ? 0 : 1);
    offset.set((clockOffsetMs ?? 0) / 1_000);
  }
  set({ families: [], clockOffsetMs: null });
  return { set };
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
    extraCa: env.extraCaFile === undefined ? [] : [await readFile(env.extraCaFile, "utf8")],
    ownUrls: ownUrlsOf(base),
    clock,
  };
}

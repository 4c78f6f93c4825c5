import type { AddressCheck, HealthRules, HostCheck, Periods, SubjectHealth } from "@earshot/domain";
import { type OutcomeRecorded, recordOutcome, tellRenewal, warnOfExpiry } from "@earshot/incident";
import type { AdmitAddresses, Prober, VantageWatch } from "@earshot/probe";
import type { Logger } from "@earshot/runtime";
import { orSetAside } from "@earshot/service";
import {
  type AddressGate,
  beginClaim,
  type Db,
  type HostCheckOutcome,
  type HostForCheck,
  inTransaction,
  keepClaim,
  LostClaimError,
  leafOfCheck,
  readHostsByFingerprint,
  readHostsForCheck,
  readRepresentative,
  releaseClaim,
  type Store,
  saveHostCheck,
} from "@earshot/storage";
import pMap from "p-map";
import { confirmEdgeDrift } from "./confirm-edge-drift.ts";
import { findExpiryWarnings } from "./find-expiry-warnings.ts";
import { findNextEnd } from "./find-next-end.ts";
import { failingHopOf, type HostOutcome, judgeHostOutcome, placedHopOf } from "./judge-host-outcome.ts";
import { nameSharingHosts } from "./name-sharing-hosts.ts";
import type { CheckRecorder } from "./open-check-recorder.ts";
import { planNextCheck } from "./plan-next-check.ts";

/** What checking hosts needs. */
export interface CheckHostsDeps {
  readonly store: Store;
  readonly prober: Pick<Prober, "checkAdmitted">;
  /** The same for hosts that only webhooks lead to, with the guard that webhooks have. */
  readonly webhookProber: Pick<Prober, "checkAdmitted">;
  /** The way to addresses, which many hosts may share. */
  readonly addressGate: AddressGate;
  /** Takes the sound checks that change nothing, of this and every other job in hand. */
  readonly checkRecorder: CheckRecorder;
  readonly vantage: VantageWatch;
  readonly rules: HealthRules;
  readonly periods: Periods;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Renewed while there is work left. */
  readonly leaseMs: number;
  /** After which work on one subject hangs in our own code; see `orSetAside`. */
  readonly watchdogMs?: number;
  /** Told of each check, for metrics. */
  readonly onCheck: (check: HostCheck) => void;
}

/** Hosts under one claim. */
export interface ClaimedHosts {
  readonly claimId: string;
  readonly hostIds: readonly number[];
}

const hostsAtOnce = 10;

/** Checks the hosts that the claim still holds, each in fresh handshakes, and records what follows. */
export async function checkHosts(deps: CheckHostsDeps, claimed: ClaimedHosts): Promise<void> {
  const { store, clock, leaseMs, log } = deps;
  const { claimId, hostIds } = claimed;
  const now = clock();
  const claim = { kind: "host", claimId, leaseMs } as const;
  const pending = new Set(await beginClaim(store.db, { ...claim, ids: hostIds, now }));
  const hosts = await readHostsForCheck(store.db, [...pending], now);
  const checkAndForget = async (host: HostForCheck) => {
    await orSetAside(deps, { kind: "host", claimId, id: host.id }, () => checkHost(deps, claimId, host));
    pending.delete(host.id);
  };
  await keepClaim(store, { ...claim, pending: () => [...pending], clock, log }, () =>
    pMap(hosts, checkAndForget, { concurrency: hostsAtOnce, stopOnError: false }),
  );
}

async function checkHost(deps: CheckHostsDeps, claimId: string, host: HostForCheck): Promise<void> {
  const { clock, vantage, store, onCheck } = deps;
  const prober = host.webhooksOnly ? deps.webhookProber : deps.prober;
  const looks: Look[] = [];
  const goesFirst = await isFirstAfterDeadline(store.db, host, clock());
  let laterAt: Date | null = null;
  const admit: AdmitAddresses = async (addresses) => {
    const entry = await deps.addressGate.enter(addresses, { goesFirst });
    if (entry.isGranted) return entry.waitFor;
    laterAt = entry.laterAt;
    return null;
  };
  const look = async () => {
    const found = await prober.checkAdmitted(targetOf(host, clock()), admit);
    if (found === null) return null;
    const seen = await confirmEdgeDrift(store.db, host.id, found);
    const { look: check, correlated } = await vantage.doubtCheck(seen, host.health);
    onCheck(check);
    const judged = judgeHostOutcome(host, check);
    looks.push({ check, ...judged, outcome: { ...judged.outcome, correlated } });
    return judged.outcome;
  };
  const outcome = await look();
  if (outcome === null) {
    const now = laterAt ?? clock();
    return releaseClaim(store.db, { kind: "host", claimId, ids: [host.id], now });
  }
  // An announced expiry needs one more handshake, and takes it at once; whatever it shows is recorded with the first.
  if (host.health.state === "ok" && outcome.predicted) await look();
  const latest = looks.at(-1);
  if (latest !== undefined && looks.every((one) => isUneventful(host, one))) {
    const sound = { health: host.health, nextCheckMs: null };
    await deps.checkRecorder.write([
      await outcomeOf(store.db, deps, { claimId, host, check: latest.check, ...sound }),
    ]);
    return;
  }
  try {
    await inTransaction(store, (tx) => recordLooks(tx, deps, { claimId, host, looks }));
  } catch (error) {
    if (!(error instanceof LostClaimError)) throw error;
    deps.log.warn(
      { host: host.hostname, claim: claimId },
      "host was checked under a claim that had ended: not recorded",
    );
  }
}

/** Whether this is the first look, for all hosts that serve its certificate, after the known end of that. */
async function isFirstAfterDeadline(db: Db, host: HostForCheck, now: Date): Promise<boolean> {
  const { checkedAt, expiresAt, leafFingerprint } = host;
  if (expiresAt === null || leafFingerprint === null || expiresAt > now) return false;
  if (checkedAt !== null && checkedAt >= expiresAt) return false;
  return (await readRepresentative(db, { leafFingerprint, expiresAt })) === host.id;
}

function targetOf(host: HostForCheck, now: Date) {
  const { hostname, port, tls, addresses, otherEdges } = host;
  const bad = addresses.filter(({ verdict }) => verdict === "unreachable");
  const ended = otherEdges.filter(({ endsAt }) => endsAt <= now);
  const addressesFirst = [...bad, ...ended].map(({ address }) => address);
  return { hostname, port, tls, before: addresses.map(({ address }) => address), addressesFirst };
}

interface Look extends HostOutcome {
  readonly check: HostCheck;
}

/** Whether a look at a sound host found nothing that anybody is told of, and the certificate that it served before. */
function isUneventful(host: HostForCheck, { check, outcome }: Look): boolean {
  return (
    host.health.state === "ok" &&
    outcome.kind !== "bad" &&
    findExpiryWarnings(check).length === 0 &&
    (host.leafFingerprint === null || host.leafFingerprint === leafOfCheck(check))
  );
}

interface Looked {
  readonly claimId: string;
  readonly host: HostForCheck;
  readonly looks: readonly Look[];
}

async function recordLooks(tx: Db, deps: CheckHostsDeps, { claimId, host, looks }: Looked): Promise<void> {
  let health: SubjectHealth = host.health;
  let recorded: OutcomeRecorded | undefined;
  for (const look of looks) {
    const { check, outcome, keys } = look;
    const report = {
      subject: { kind: "host", id: host.id },
      health,
      outcome,
      keys,
      place: await nameSharingHosts(tx, look),
      evidence: check,
    } as const;
    recorded = await recordOutcome(tx, report, deps.rules);
    health = recorded.health;
  }
  const latest = looks.at(-1)?.check;
  if (latest === undefined || recorded === undefined) throw new Error("a host was recorded without a check");
  const outcome = await outcomeOf(tx, deps, { claimId, host, check: latest, ...recorded });
  if (!(await saveHostCheck(tx, { ...outcome, now: deps.clock() }))) throw new LostClaimError();
  await tellOfCertificates(tx, host, latest);
}

interface Checked {
  readonly claimId: string;
  readonly host: HostForCheck;
  readonly check: HostCheck;
  readonly health: SubjectHealth;
  readonly nextCheckMs: number | null;
}

async function outcomeOf(
  db: Db,
  { periods, clock }: CheckHostsDeps,
  { claimId, host, check, health, nextCheckMs }: Checked,
): Promise<HostCheckOutcome> {
  const now = clock();
  const expiresAt = findNextEnd(host, check, now);
  const next = await planNextCheck(db, { host, check, expiresAt, nextCheckMs, now }, periods);
  return { hostId: host.id, claimId, check, expiresAt, health, next };
}

function servesIn(fingerprint: string): (address: AddressCheck) => boolean {
  return ({ tls }) => tls?.certificates.some(({ fingerprint256 }) => fingerprint256 === fingerprint) ?? false;
}

/** Warns of certificates near their end, and tells of one that was renewed after a warning. */
async function tellOfCertificates(tx: Db, host: HostForCheck, check: HostCheck): Promise<void> {
  const now = new Date(check.at);
  for (const expiry of findExpiryWarnings(check)) {
    const sharing = await readHostsByFingerprint(tx, expiry.fingerprint, now);
    // Of this host's edges one that serves it shows the certificate; each host is named with the edges of its own.
    const { certificate } = failingHopOf(host, check.addresses.filter(servesIn(expiry.fingerprint)));
    const hosts = sharing.map((one) => {
      const serving = one.addresses.filter(({ leafFingerprint }) => leafFingerprint === expiry.fingerprint);
      // An issuer's certificate is behind every edge, whatever its leaf.
      const hop = placedHopOf(one, []);
      const addresses = (serving.length > 0 ? serving : one.addresses).map(({ address }) => address);
      return { id: one.id, hop: { ...hop, addresses, certificate } };
    });
    await warnOfExpiry(tx, { ...expiry, hosts, now });
  }
  const previous = host.leafFingerprint;
  if (previous === null || previous === leafOfCheck(check) || check.verdict === "unreachable") return;
  const stillServing = await readHostsByFingerprint(tx, previous, now);
  if (stillServing.length > 0 || check.expiresAt === null) return;
  await tellRenewal(tx, {
    previousFingerprint: previous,
    host: { id: host.id, hop: failingHopOf(host, check.addresses) },
    expiresAt: new Date(check.expiresAt),
    now,
  });
}

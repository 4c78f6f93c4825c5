import {
  type HealthRules,
  hotDelaysMs,
  type IncidentKey,
  type NextDue,
  nextMediaDue,
  outcomeOfProbe,
  type Periods,
  type Probe,
  type ProbeJudgement,
} from "@earshot/domain";
import { recordOutcome } from "@earshot/incident";
import { type Admit, hostSignalsOf, type Prober, type VantageWatch } from "@earshot/probe";
import type { Logger } from "@earshot/runtime";
import {
  beginClaim,
  type Db,
  type HostGate,
  type HostLedger,
  hostKey,
  hostOfUrl,
  inTransaction,
  LostClaimError,
  type MediaForProbe,
  type ProbeOutcome,
  readMediaForProbe,
  releaseClaim,
  renewClaim,
  type Store,
  saveProbes,
  wakeHosts,
} from "@earshot/storage";
import pMap from "p-map";
import { judgeRefusal } from "./judge-refusal.ts";
import type { ProbeRecorder } from "./open-probe-recorder.ts";

/** What probing enclosures needs. */
export interface ProbeEnclosuresDeps {
  readonly store: Store;
  readonly prober: Prober;
  /** Takes the sound outcomes of this and every other batch in hand. */
  readonly recorder: ProbeRecorder;
  readonly vantage: VantageWatch;
  /** The way to the hosts of later hops, which the claim says nothing about. */
  readonly gate: HostGate;
  /** Where requests are counted and hosts' complaints are heeded, for the whole fleet. */
  readonly ledger: HostLedger;
  readonly rules: HealthRules;
  readonly periods: Periods;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Two thirds of it are longer than one probe can take; renewed between rounds of probes. */
  readonly leaseMs: number;
  /** Told of each probe, for metrics. */
  readonly onProbe: (probe: Probe) => void;
}

/** Media under one claim. */
export interface ClaimedMedia {
  readonly claimId: string;
  readonly mediaIds: readonly number[];
}

const probesAtOnce = 10;
/** The lease is renewed once this share of it has passed, so that what is left is longer than a round of probes. */
const renewAfterShare = 1 / 3;
/** A URL that found no slot at a later hop's host comes back to the store for this long. */
const deferralMs = 10_000;

/**
 * Probes the media that the claim still holds. Outcomes are recorded as each round of probes ends: the sound ones
 * together with those of other batches, each of the others in a transaction of its own with what it means for
 * incidents. A process that dies in between loses only the round in hand, which is due again when the lease ends.
 */
export async function probeEnclosures(deps: ProbeEnclosuresDeps, claimed: ClaimedMedia): Promise<void> {
  const { store, clock, leaseMs } = deps;
  const claim = { kind: "media", claimId: claimed.claimId, leaseMs } as const;
  let heldAt = clock();
  let held = await beginClaim(store.db, { ...claim, ids: claimed.mediaIds, now: heldAt });
  const media = await readMediaForProbe(store.db, held);
  for (let start = 0; start < media.length; start += probesAtOnce) {
    const rest = media.slice(start);
    const now = clock();
    if (now.getTime() - heldAt.getTime() >= leaseMs * renewAfterShare) {
      held = await renewClaim(store.db, { ...claim, ids: rest.map(idOf), now });
      heldAt = now;
    }
    const round = rest.slice(0, probesAtOnce).filter(({ id }) => held.includes(id));
    const looks = await pMap(round, (one) => probeOne(deps, one));
    await recordLooks(
      deps,
      claimed.claimId,
      looks.filter((look) => look !== null),
    );
    await deferRest(
      deps,
      claimed.claimId,
      round.filter((_, index) => looks[index] === null),
    );
  }
}

interface Look {
  readonly media: MediaForProbe;
  readonly probe: Probe;
  readonly judged: ProbeJudgement;
}

async function probeOne(deps: ProbeEnclosuresDeps, media: MediaForProbe): Promise<Look | null> {
  const target = { url: media.url, declaredType: media.declaredType };
  const host = hostOfUrl(media.url);
  // Others of this batch met the host's faults or its wish to be left alone: what is left goes back to the store.
  if (deps.ledger.closedUntil(host) !== null) return null;
  const own = hostKey(host);
  const admit: Admit = (next) => deps.gate.enter(next, { covered: hostKey(next) === own });
  const { probe: seen } = await deps.prober.probeAdmitted(target, admit);
  if (seen === null) return null;
  const refused = await judgeRefusal(deps.store.db, seen, { media, rules: deps.rules });
  const { look: probe, correlated } = await deps.vantage.doubtProbe(refused, media.health);
  deps.onProbe(probe);
  await deps.ledger.note(hostSignalsOf(probe));
  const judged = outcomeOfProbe(probe);
  return { media, probe, judged: { ...judged, outcome: { ...judged.outcome, correlated } } };
}

async function recordLooks(
  deps: ProbeEnclosuresDeps,
  claimId: string,
  looks: readonly Look[],
): Promise<void> {
  const { store, clock, log } = deps;
  const isSound = ({ media, judged }: Look) => media.health.state === "ok" && judged.outcome.kind !== "bad";
  const sound = looks.filter(isSound);
  if (sound.length > 0) {
    await deps.recorder.write(
      sound.map((look) => outcomeOf(deps, claimId, look, { health: look.media.health, nextCheckMs: null })),
    );
  }
  for (const look of looks.filter((one) => !isSound(one))) {
    try {
      await inTransaction(store, (tx) => recordTroubled(tx, deps, { claimId, look }));
    } catch (error) {
      if (!(error instanceof LostClaimError)) throw error;
      log.warn({ media: look.media.id, claim: claimId }, "probed under a claim that had ended: not recorded");
    }
  }
  await wakeHosts(
    store.db,
    looks.flatMap(({ judged }) => judged.blamed),
    clock(),
  );
}

async function recordTroubled(
  tx: Db,
  deps: ProbeEnclosuresDeps,
  { claimId, look }: { readonly claimId: string; readonly look: Look },
): Promise<void> {
  const { media, probe, judged } = look;
  const { outcome, failing, failingAt } = judged;
  const subject = { kind: "media", id: media.id } as const;
  const keys: readonly IncidentKey[] =
    outcome.kind === "bad"
      ? media.feedIds.map((feedId) => ({ kind: "feed", feedId, aspect: "enclosures" }))
      : [];
  const place = { where: failing?.host ?? "the enclosure URL", failing: failing === null ? [] : [failing] };
  const report = { subject, health: media.health, outcome, keys, place, evidence: probe, failingAt };
  const recorded = await recordOutcome(tx, report, deps.rules);
  const outcomes = [outcomeOf(deps, claimId, look, recorded)];
  const owned = await saveProbes(tx, { outcomes, now: deps.clock() });
  if (owned.length === 0) throw new LostClaimError();
}

function outcomeOf(
  deps: ProbeEnclosuresDeps,
  claimId: string,
  { media, probe }: Look,
  step: { readonly health: MediaForProbe["health"]; readonly nextCheckMs: number | null },
): ProbeOutcome {
  const { health, nextCheckMs } = step;
  const now = deps.clock();
  const rangeIgnored = probe.faults.some((fault) => fault.code === "range.ignored");
  const { hotStep } = media;
  const behindTrouble = media.troubledHostIds.length > 0;
  const facts = { key: `media:${media.id}`, hotStep, newest: media.newest, rangeIgnored, behindTrouble };
  const next: NextDue =
    nextCheckMs === null
      ? nextMediaDue(facts, deps.periods, now)
      : { at: new Date(now.getTime() + nextCheckMs), lane: "hot" };
  const isLastStep = hotStep === null || hotStep + 1 > hotDelaysMs.length;
  return {
    mediaId: media.id,
    claimId,
    probe,
    health,
    hotStep: isLastStep ? null : hotStep + 1,
    rangeIgnored,
    next,
  };
}

/** Hands back what found no slot at some later host, to be tried when that host has had time. */
async function deferRest(
  { store, clock }: ProbeEnclosuresDeps,
  claimId: string,
  deferred: readonly MediaForProbe[],
): Promise<void> {
  if (deferred.length === 0) return;
  const now = new Date(clock().getTime() + deferralMs);
  await releaseClaim(store.db, { kind: "media", claimId, ids: deferred.map(idOf), now });
}

function idOf({ id }: MediaForProbe): number {
  return id;
}

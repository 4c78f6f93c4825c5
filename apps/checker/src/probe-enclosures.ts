import {
  type HealthRules,
  type IncidentKey,
  type NextDue,
  nextHotLook,
  nextMediaDue,
  outcomeOfProbe,
  type Periods,
  type Probe,
  type ProbeJudgement,
} from "@earshot/domain";
import { recordOutcome } from "@earshot/incident";
import { type Admit, hostSignalsOf, type Prober, type VantageWatch } from "@earshot/probe";
import type { Logger } from "@earshot/runtime";
import { orSetAside } from "@earshot/service";
import {
  beginClaim,
  type Db,
  type HostGate,
  type HostLedger,
  type HostTurn,
  hostKey,
  hostOfUrl,
  inTransaction,
  keepClaim,
  LostClaimError,
  type MediaForProbe,
  type ProbeOutcome,
  readMediaForProbe,
  releaseClaim,
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
  /** The way to hosts, within each one's rate and concurrency. */
  readonly gate: HostGate;
  /** Where hosts' complaints are heeded, for the whole fleet. */
  readonly ledger: Pick<HostLedger, "note" | "closedUntil">;
  readonly rules: HealthRules;
  readonly periods: Periods;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Renewed while there is work left. */
  readonly leaseMs: number;
  /** After which work on one subject hangs in our own code; see `orSetAside`. */
  readonly watchdogMs?: number;
  /** Told of each probe, for metrics. */
  readonly onProbe: (probe: Probe) => void;
}

/** Media under one claim. */
export interface ClaimedMedia {
  readonly claimId: string;
  readonly mediaIds: readonly number[];
}

const probesAtOnce = 25;
/** A URL that found no slot at a later hop's host comes back to the store for this long. */
const deferralMs = 10_000;

/**
 * Probes the media that the claim still holds, always some at a time: a URL that hangs delays none but itself, and no
 * URL waits until the one before it is written down. Each outcome is recorded as soon as it is known, the sound ones
 * together with those of other batches, each of the others in a transaction of its own with what it means for incidents.
 * The lease on what is left is renewed meanwhile, so that a process that dies loses only what it has in hand, which is
 * due again when the lease ends.
 */
export async function probeEnclosures(deps: ProbeEnclosuresDeps, claimed: ClaimedMedia): Promise<void> {
  const { store, clock, leaseMs, log } = deps;
  const { claimId, mediaIds } = claimed;
  const claim = { kind: "media", claimId, leaseMs } as const;
  const pending = new Set(await beginClaim(store.db, { ...claim, ids: mediaIds, now: clock() }));
  const line = await lineUp(deps, await readMediaForProbe(store.db, [...pending]));
  const works: Promise<void>[] = [];
  const failures: unknown[] = [];
  const lookAndForget = async ({ media, turn }: InLine) => {
    const looked = Promise.withResolvers<void>();
    const work = orSetAside(deps, { kind: "media", claimId, id: media.id }, () =>
      lookAt(deps, { claimId, media, turn, onLooked: looked.resolve }),
    ).then(
      () => void pending.delete(media.id),
      (error: unknown) => void failures.push(error),
    );
    works.push(work.then(looked.resolve));
    await looked.promise;
  };
  await keepClaim(store, { ...claim, pending: () => [...pending], clock, log }, async () => {
    await pMap(line, lookAndForget, { concurrency: probesAtOnce });
    await Promise.all(works);
  });
  if (failures.length > 0) throw failures[0];
}

interface InLine {
  readonly media: MediaForProbe;
  readonly turn: HostTurn;
}

/** Takes everybody's turn at its host, and gives them in the order of their turns. */
async function lineUp({ gate }: ProbeEnclosuresDeps, all: readonly MediaForProbe[]): Promise<InLine[]> {
  const turns = await gate.lineUp(all.map(({ hostId }) => hostId));
  const inLine = all.flatMap((media, index) => {
    const turn = turns[index];
    return turn === undefined ? [] : [{ media, turn }];
  });
  return inLine.sort((one, other) => one.turn.at.getTime() - other.turn.at.getTime());
}

interface Work {
  readonly claimId: string;
  readonly media: MediaForProbe;
  readonly turn: HostTurn;
  /** Told when the URL has been looked at, and its outcome is still to be recorded. */
  readonly onLooked: () => void;
}

async function lookAt(deps: ProbeEnclosuresDeps, { claimId, media, turn, onLooked }: Work): Promise<void> {
  const laterAt = await turn.come();
  if (laterAt !== null) return handBack(deps, { claimId, media, laterAt });
  // Others of this batch met the host's faults or its wish to be left alone: what is left goes back to the store.
  const isClosed = deps.ledger.closedUntil(hostOfUrl(media.url)) !== null;
  const look = isClosed ? null : await probeOne(deps, media);
  onLooked();
  if (look === null) await handBack(deps, { claimId, media, laterAt: deferredUntil(deps) });
  else await recordLook(deps, claimId, look);
}

interface Look {
  readonly media: MediaForProbe;
  readonly probe: Probe;
  readonly judged: ProbeJudgement;
}

async function probeOne(deps: ProbeEnclosuresDeps, media: MediaForProbe): Promise<Look | null> {
  const target = { url: media.url, declaredType: media.declaredType };
  const own = hostKey(hostOfUrl(media.url));
  const admit: Admit = (next) =>
    deps.gate.enter(next, { covered: next.held || hostKey(next) === own, returning: next.returning });
  const { probe: seen } = await deps.prober.probeAdmitted(target, admit);
  if (seen === null) return null;
  const refused = await judgeRefusal(deps.store.db, seen, { media, rules: deps.rules });
  const { look: probe, correlated } = await deps.vantage.doubtProbe(refused, media.health);
  deps.onProbe(probe);
  await deps.ledger.note(hostSignalsOf(probe));
  const judged = outcomeOfProbe(probe);
  return { media, probe, judged: { ...judged, outcome: { ...judged.outcome, correlated } } };
}

async function recordLook(deps: ProbeEnclosuresDeps, claimId: string, look: Look): Promise<void> {
  const { store, clock, log } = deps;
  const { media, judged } = look;
  if (media.health.state === "ok" && judged.outcome.kind !== "bad") {
    await deps.recorder.write([outcomeOf(deps, claimId, look, { health: null, nextCheckMs: null })]);
  } else {
    try {
      await inTransaction(store, (tx) => recordTroubled(tx, deps, { claimId, look }));
    } catch (error) {
      if (!(error instanceof LostClaimError)) throw error;
      log.warn({ media: media.id, claim: claimId }, "probed under a claim that had ended: not recorded");
    }
  }
  await wakeHosts(store.db, judged.blamed, clock());
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
  step: { readonly health: ProbeOutcome["health"]; readonly nextCheckMs: number | null },
): ProbeOutcome {
  const { health, nextCheckMs } = step;
  const now = deps.clock();
  const rangeIgnored = probe.faults.some((fault) => fault.code === "range.ignored");
  const { hotStep, newest } = media;
  const hotSince = hotStep === null ? null : media.firstSeenAt;
  const behindTrouble = media.troubledHostIds.length > 0;
  const facts = { key: `media:${media.id}`, hotSince, newest, rangeIgnored, behindTrouble };
  const next: NextDue =
    nextCheckMs === null
      ? nextMediaDue(facts, deps.periods, now)
      : { at: new Date(now.getTime() + nextCheckMs), lane: "hot" };
  const staysHot = hotSince !== null && nextHotLook(hotSince, now) !== null;
  return {
    mediaId: media.id,
    claimId,
    probe,
    health,
    hotStep: staysHot ? (hotStep ?? 0) + 1 : null,
    rangeIgnored,
    next,
  };
}

function deferredUntil({ clock }: ProbeEnclosuresDeps): Date {
  return new Date(clock().getTime() + deferralMs);
}

/** Hands back a URL for which some host has no turn now, to be tried when that host has had time. */
async function handBack(
  { store }: ProbeEnclosuresDeps,
  deferral: { readonly claimId: string; readonly media: MediaForProbe; readonly laterAt: Date },
): Promise<void> {
  const { claimId, media, laterAt } = deferral;
  await releaseClaim(store.db, { kind: "media", claimId, ids: [media.id], now: laterAt });
}

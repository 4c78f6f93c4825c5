import {
  type Fault,
  type HealthRules,
  isNearConfirmation,
  isRefusedAlone,
  type Probe,
  verdictOf,
  voteMs,
} from "@earshot/domain";
import { isBotChallenge } from "@earshot/probe";
import { countNeighbours, type Db, type MediaForProbe } from "@earshot/storage";

/**
 * A refusal by itself says only that our monitor was refused. In the fleet more is known: where the host lets us have
 * its other files, it refuses this one to everybody, and the fault is an outage. The others count as far as they were
 * looked at lately; for a confirmation, since the refusal was first seen, so that a host that shuts our monitor out
 * altogether is not taken for many broken files. Costs a query only for a refused probe.
 */
export async function judgeRefusal(
  db: Db,
  probe: Probe,
  of: { readonly media: MediaForProbe; readonly rules: HealthRules },
): Promise<Probe> {
  const { media, rules } = of;
  const refusal = probe.faults.find((fault) => fault.code === "http.forbidden" && fault.doubt);
  const hop = refusal?.hop == null ? undefined : probe.hops[refusal.hop];
  if (refusal === undefined || hop === undefined || isBotChallenge(hop.headers ?? {})) return probe;
  const { state, since } = media.health;
  const isEarly = state === "ok" || (state === "suspect" && !isNearConfirmation(media.health, rules));
  const lately = Date.parse(probe.at) - voteMs;
  const from = new Date(isEarly || since === null ? lately : Math.max(lately, Date.parse(since)));
  const neighbours = await countNeighbours(db, {
    mediaId: media.id,
    hostname: hop.host,
    port: hop.port,
    since: from,
  });
  if (!isRefusedAlone(neighbours)) return probe;
  const faults = probe.faults.map((fault) => (fault === refusal ? refuseAll(fault, hop.status) : fault));
  return { ...probe, faults, verdict: verdictOf(faults) };
}

function refuseAll(fault: Fault, status: number | null): Fault {
  const message = `The server refuses this file with status ${status} while it lets us have others, so apps are refused as well.`;
  return { ...fault, message, severity: "outage", doubt: false };
}

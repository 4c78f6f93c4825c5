import { formatIncidentKey, type IncidentKey } from "@earshot/domain";
import {
  type ComplaintSubject,
  type Db,
  type HostQuestion,
  hostKey,
  type IncidentRow,
  readLiveIncident,
  saveComplaint,
  upsertHosts,
} from "@earshot/storage";
import type { OutcomeReport } from "./record-outcome.ts";

/** The host at which a subject fails by a fault of its own. */
export interface HostStand {
  readonly key: Extract<IncidentKey, { readonly kind: "host" }>;
  readonly subject: ComplaintSubject;
  /** Since when it fails there at every look. */
  readonly failingSince: Date;
  /** How the host would be put to the vote. */
  readonly question: HostQuestion;
  /** The live incident of the host, if there is one. */
  readonly incident: IncidentRow | undefined;
}

/** The key of the host at which a report's subject fails; null where no host may be to blame, as for a host itself. */
export function hostKeyOf({ failingAt, subject }: OutcomeReport): HostStand["key"] | null {
  if (failingAt == null || subject.kind === "host") return null;
  return { kind: "host", hostname: failingAt.hostname, port: failingAt.port };
}

/** Notes that the subject fails at the host, and reads how the host stands. The caller holds the host's key. */
export async function standAtHost(tx: Db, report: OutcomeReport): Promise<HostStand | null> {
  const { subject, failingAt, outcome, keys } = report;
  const key = hostKeyOf(report);
  if (key === null || failingAt == null || subject.kind === "host") return null;
  const hostId = (await upsertHosts(tx, [failingAt], outcome.at)).get(hostKey(failingAt));
  if (hostId === undefined) throw new Error(`${hostKey(failingAt)} was made sure of and is not there`);
  const complaining = { kind: subject.kind, id: subject.id };
  const failingSince = await saveComplaint(tx, { hostId, subject: complaining, at: outcome.at });
  const feedIds = keys.flatMap((one) => (one.kind === "feed" ? [one.feedId] : []));
  return {
    key,
    subject: complaining,
    failingSince,
    question: { hostId, kind: subject.kind, feedIds, now: outcome.at },
    incident: await readLiveIncident(tx, formatIncidentKey(key)),
  };
}

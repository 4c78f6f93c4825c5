import {
  type CertificateNoticeData,
  type FailingHop,
  formatIncidentKey,
  summarizeRenewal,
} from "@earshot/domain";
import {
  type Db,
  insertNotices,
  readAffectedPublishers,
  readNotifiedPublishers,
  wasEverBroken,
} from "@earshot/storage";
import { fitHop } from "./build-incident-notice.ts";
import { fitScope } from "./fit-scope.ts";

/** A host that now serves another certificate than the one that was warned of. */
export interface Renewal {
  /** Of the certificate that no host serves any more. */
  readonly previousFingerprint: string;
  readonly host: { readonly id: number; readonly hop: FailingHop };
  /** The new deadline. */
  readonly expiresAt: Date;
  readonly now: Date;
}

/**
 * Tells the publishers that were warned of a certificate's end that it was renewed, once. Nothing when its end became
 * an incident: `incident.resolved` tells of that.
 */
export async function tellRenewal(tx: Db, renewal: Renewal): Promise<void> {
  const { previousFingerprint, host, expiresAt, now } = renewal;
  const warned = new Set(await readNotifiedPublishers(tx, `expiring:${previousFingerprint}:`));
  if (warned.size === 0) return;
  const key = formatIncidentKey({ kind: "certificate", fingerprint: previousFingerprint });
  if (await wasEverBroken(tx, key)) return;
  const affected = await readAffectedPublishers(tx, { hostIds: [host.id], mediaIds: [], feedIds: [] });
  const notices = affected
    .filter(({ publisherId }) => warned.has(publisherId))
    .map(({ publisherId, scope }) => {
      const payload: CertificateNoticeData = {
        version: 1,
        sequence: 5,
        occurredAt: now.toISOString(),
        severity: "info",
        summary: summarizeRenewal([host.hop.host], expiresAt),
        threshold: null,
        expiresAt: expiresAt.toISOString(),
        faults: [],
        failing: [fitHop(host.hop)],
        affected: fitScope(scope),
        link: "/v1/certificates/forecast",
      };
      return {
        publisherId,
        incidentId: null,
        type: "certificate.renewed" as const,
        // After the four thresholds: the sequence of one certificate's story only rises.
        sequence: payload.sequence,
        occurredAt: now,
        payload: { ...payload },
        dedupeKey: `renewed:${previousFingerprint}:${publisherId}`,
      };
    });
  await insertNotices(tx, notices, now);
}

import {
  explainFault,
  type FaultCode,
  faultCatalogue,
  type PlacedHop,
  placeFor,
  summarizeExpiry,
} from "@earshot/domain";
import { type Db, insertNotices, readAffectedPublishers } from "@earshot/storage";
import { fitHop } from "./build-incident-notice.ts";
import { fitScope } from "./fit-scope.ts";

/** A certificate on a judged path that crossed a threshold of its life without being renewed. */
export interface ExpiryWarning {
  /** Of the certificate that ends first: the leaf, or an issuer that many hosts may share. */
  readonly fingerprint: string;
  readonly code: Extract<FaultCode, "certificate.expiring" | "certificate.chain-expiring">;
  readonly threshold: 1 | 2 | 3 | 4;
  readonly expiresAt: Date;
  /** Every host last seen with it. */
  readonly hosts: readonly { readonly id: number; readonly hop: PlacedHop }[];
  readonly now: Date;
}

/**
 * Writes one `certificate.expiring` notice for each publisher concerned, by what it publishes or by a webhook of its own:
 * once for a certificate, deadline, threshold and publisher, however many hosts serve it and however often they are
 * checked.
 */
export async function warnOfExpiry(tx: Db, warning: ExpiryWarning): Promise<void> {
  const { fingerprint, code, threshold, expiresAt, hosts, now } = warning;
  const hostIds = hosts.map((host) => host.id);
  const affected = await readAffectedPublishers(tx, { hostIds, mediaIds: [], feedIds: [] });
  const place = { where: hosts[0]?.hop.host ?? "", failing: hosts.map(({ hop }) => hop) };
  const notices = affected.map(({ publisherId, scope }) => {
    const { failing } = placeFor(place, scope.endpoints);
    // Where only a webhook is at stake, it is its host that the publisher knows.
    const named = scope.shows > 0 ? failing.map(({ host }) => host) : scope.endpoints.map(({ host }) => host);
    return {
      publisherId,
      incidentId: null,
      type: "certificate.expiring" as const,
      sequence: threshold,
      occurredAt: now,
      payload: {
        version: 1,
        sequence: threshold,
        occurredAt: now.toISOString(),
        severity: faultCatalogue[code].severity,
        summary: summarizeExpiry({ hosts: [...new Set(named)], expiresAt, now, affected: scope }),
        threshold,
        expiresAt: expiresAt.toISOString(),
        faults: [explainFault(code)],
        failing: failing.slice(0, 5).map(fitHop),
        affected: fitScope(scope),
        link: "/v1/certificates/forecast",
      },
      dedupeKey: `expiring:${fingerprint}:${threshold}:${publisherId}`,
    };
  });
  await insertNotices(tx, notices, now);
}

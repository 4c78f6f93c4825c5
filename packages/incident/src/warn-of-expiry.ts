import {
  explainFault,
  type FailingHop,
  type FaultCode,
  faultCatalogue,
  summarizeEndpointExpiry,
  summarizeExpiry,
} from "@earshot/domain";
import { type Db, insertNotices, readAffectedPublishers, readEndpointOwners } from "@earshot/storage";
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
  readonly hosts: readonly { readonly id: number; readonly hop: FailingHop }[];
  readonly now: Date;
}

const nothing = { shows: 0, episodes: 0, samples: [] } as const;

/**
 * Writes one `certificate.expiring` notice for each publisher concerned, by what it publishes or by a webhook of its own:
 * once for a certificate, deadline, threshold
 * and publisher, however many hosts serve it and however often they are checked.
 */
export async function warnOfExpiry(tx: Db, warning: ExpiryWarning): Promise<void> {
  const { fingerprint, code, threshold, expiresAt, hosts, now } = warning;
  const hostIds = hosts.map((host) => host.id);
  const affected = await readAffectedPublishers(tx, { hostIds, mediaIds: [], feedIds: [] });
  const names = hosts.map((host) => host.hop.host);
  const told = new Set(affected.map(({ publisherId }) => publisherId));
  const owners = (await readEndpointOwners(tx, hostIds)).filter((publisherId) => !told.has(publisherId));
  const concerned = [
    ...affected.map(({ publisherId, scope }) => ({
      ...{ publisherId, scope },
      summary: summarizeExpiry({ hosts: names, expiresAt, now, affected: scope }),
    })),
    // It is where they hear of things, and not what their listeners hear.
    ...owners.map((publisherId) => ({
      ...{ publisherId, scope: nothing },
      summary: summarizeEndpointExpiry({ hosts: names, expiresAt, now }),
    })),
  ];
  const notices = concerned.map(({ publisherId, scope, summary }) => ({
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
      summary,
      threshold,
      expiresAt: expiresAt.toISOString(),
      faults: [explainFault(code)],
      failing: hosts.slice(0, 5).map((host) => fitHop(host.hop)),
      affected: fitScope(scope),
      link: "/v1/certificates/forecast",
    },
    dedupeKey: `expiring:${fingerprint}:${threshold}:${publisherId}`,
  }));
  await insertNotices(tx, notices, now);
}

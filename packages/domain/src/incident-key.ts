import type { Fault } from "./fault.ts";
import { type FaultCode, faultCatalogue, type Severity } from "./fault-catalogue.ts";

/** What an incident is about: one certificate, one host, or one class of trouble of one feed. */
export type IncidentKey =
  | { readonly kind: "certificate"; readonly fingerprint: string }
  | { readonly kind: "host"; readonly hostname: string; readonly port: number }
  | { readonly kind: "feed"; readonly feedId: number; readonly aspect: FeedAspect };

/**
 * `document`: the feed itself cannot be read. `integrity`: it can, but is not what it was. `enclosures`: its episodes
 * cannot be heard.
 */
export type FeedAspect = "document" | "integrity" | "enclosures";

/** The key as one string, unique among incidents that are not resolved. */
export function formatIncidentKey(key: IncidentKey): string {
  switch (key.kind) {
    case "certificate":
      return `certificate:${key.fingerprint}`;
    case "host":
      return `host:${key.hostname}:${key.port}`;
    case "feed":
      return `feed:${key.feedId}:${key.aspect}`;
  }
}

/** Faults of a feed that open an incident although listeners still hear episodes. */
const integrityCodes: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "feed.identity-changed",
  "feed.items-lost",
]);

/**
 * How grave an incident of this key is, whatever its faults: a feed that is not itself any more is a warning, and
 * everything else an outage. So a warning and an outage are never the same incident.
 */
export function severityOfKey(key: IncidentKey): Severity {
  return key.kind === "feed" && key.aspect === "integrity" ? "warning" : "outage";
}

/** The codes that belong into an incident of this key. */
export function codesOfKey(key: IncidentKey, codes: readonly FaultCode[]): readonly FaultCode[] {
  if (key.kind !== "feed" || key.aspect === "enclosures") return codes;
  return codes.filter((code) => integrityCodes.has(code) === (key.aspect === "integrity"));
}

/** The keys of a feed's own trouble, by the codes that open incidents: it may be unreadable, or not itself. */
export function feedIncidentKeys(feedId: number, codes: readonly FaultCode[]): readonly IncidentKey[] {
  const aspects: readonly FeedAspect[] = ["document", "integrity"];
  const keys = aspects.map((aspect): IncidentKey => ({ kind: "feed", feedId, aspect }));
  return keys.filter((key) => codesOfKey(key, codes).length > 0);
}

/** Whether a fault may open an incident: an outage that is not in doubt, or a feed that is not itself any more. */
export function opensIncident(fault: Fault): boolean {
  return integrityCodes.has(fault.code) || (fault.severity === "outage" && !fault.doubt);
}

/** Whether a fault lies with a host or its certificate, so that only fresh host checks may judge it. */
export function isHostFault(fault: Fault): boolean {
  const { locus } = faultCatalogue[fault.code];
  return locus === "host" || locus === "certificate";
}

/**
 * The key of a host's trouble: its leaf's fingerprint when a fault is intrinsic to a certificate (so that forty hosts
 * with one lapsed certificate are one incident), else the host itself. Null when no fault opens an incident.
 */
export function hostIncidentKey(
  host: { readonly hostname: string; readonly port: number; readonly leafFingerprint: string | null },
  faults: readonly Fault[],
): IncidentKey | null {
  const opening = faults.filter(opensIncident);
  if (opening.length === 0) return null;
  const intrinsic = opening.some((fault) => faultCatalogue[fault.code].locus === "certificate");
  return intrinsic && host.leafFingerprint !== null
    ? { kind: "certificate", fingerprint: host.leafFingerprint }
    : { kind: "host", hostname: host.hostname, port: host.port };
}

import type { Probe } from "@earshot/domain";
import { knownHostOf } from "@earshot/probe";
import type { PastProbe } from "@earshot/storage";
import type { z } from "zod";
import type { pastProbeSchema } from "../../schemas/feed-schema.ts";
import type { probeEvidenceSchema } from "../../schemas/probe-schema.ts";

/** A probe as the API gives it. */
export type ProbeItem = z.output<typeof probeEvidenceSchema>;

/** One past probe, with its evidence where it was kept. */
export function renderPastProbe(probe: PastProbe): z.output<typeof pastProbeSchema> {
  return {
    ...probe,
    at: probe.at.toISOString(),
    codes: [...probe.codes],
    evidence: probe.evidence === null ? null : renderProbe(probe.evidence),
  };
}

/** The evidence of a probe; the domain's lists are read-only, those of an answer are not. */
export function renderProbe(probe: Probe): ProbeItem {
  return {
    ...probe,
    faults: [...probe.faults],
    hops: probe.hops.map(renderHop),
  };
}

function renderHop(hop: Probe["hops"][number]): ProbeItem["hops"][number] {
  const known = knownHostOf(hop.host);
  return {
    ...hop,
    role: known?.role ?? null,
    operator: known?.name ?? null,
    headers: hop.headers && { ...hop.headers },
    tls: renderTls(hop.tls),
  };
}

function renderTls(tls: Probe["hops"][number]["tls"]): ProbeItem["hops"][number]["tls"] {
  if (tls === null) return null;
  const certificates = tls.certificates.map((facts) => ({
    ...facts,
    subjectAltNames: [...facts.subjectAltNames],
  }));
  return { ...tls, certificates };
}

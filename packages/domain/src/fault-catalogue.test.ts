import { describe, expect, it } from "vitest";
import { buildFault } from "./fault.ts";
import { faultCatalogue } from "./fault-catalogue.ts";
import { hostIncidentKey, isHostFault, opensIncident } from "./incident-key.ts";
import { verdictOf, worstVerdict } from "./verdict.ts";

describe("faultCatalogue", () => {
  it("explains every fault in whole sentences under a dotted kebab-case code", () => {
    for (const [code, entry] of Object.entries(faultCatalogue)) {
      expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
      for (const text of [entry.explanation, entry.remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
      expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
    }
  });
});

describe("verdictOf", () => {
  it("ranks outage over doubt over warning over nothing", () => {
    const outage = buildFault("http.not-found");
    const doubt = buildFault("http.rate-limited");
    const warning = buildFault("range.ignored");
    expect(verdictOf([warning, doubt, outage])).toBe("unreachable");
    expect(verdictOf([warning, doubt])).toBe("inconclusive");
    expect(verdictOf([warning])).toBe("degraded");
    expect(verdictOf([])).toBe("healthy");
  });

  it("takes an outage in doubt as inconclusive", () => {
    expect(verdictOf([buildFault("connect.timeout", { doubt: true })])).toBe("inconclusive");
  });

  it("finds the worst of several", () => {
    expect(worstVerdict(["healthy", "inconclusive", "degraded"])).toBe("inconclusive");
    expect(worstVerdict([])).toBeNull();
  });
});

describe("incident keys", () => {
  const host = { hostname: "media.example", port: 443, leafFingerprint: "ab" };

  it("keys faults intrinsic to a certificate by its fingerprint, others by the host", () => {
    expect(hostIncidentKey(host, [buildFault("connect.refused"), buildFault("certificate.expired")])).toEqual(
      {
        kind: "certificate",
        fingerprint: "ab",
      },
    );
    const ofHost = { kind: "host", hostname: "media.example", port: 443 };
    expect(hostIncidentKey(host, [buildFault("certificate.hostname-mismatch")])).toEqual(ofHost);
    expect(hostIncidentKey(host, [buildFault("connect.refused")])).toEqual(ofHost);
  });

  it("opens nothing on warnings and doubts, but on a feed that is not itself", () => {
    expect(hostIncidentKey(host, [buildFault("certificate.expiring")])).toBeNull();
    expect(opensIncident(buildFault("http.rate-limited"))).toBe(false);
    expect(opensIncident(buildFault("feed.identity-changed"))).toBe(true);
  });

  it("tells host faults, which fresh host checks judge, from those of an enclosure", () => {
    expect(isHostFault(buildFault("dns.not-found"))).toBe(true);
    expect(isHostFault(buildFault("http.not-found"))).toBe(false);
  });
});

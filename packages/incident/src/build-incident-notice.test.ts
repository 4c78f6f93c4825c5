import { type AffectedScope, type FaultCode, faultCatalogue } from "@earshot/domain";
import { describe, expect, it } from "vitest";
import { buildIncidentNotice, type IncidentFacts } from "./build-incident-notice.ts";
import { noticeBytesMax } from "./fit-scope.ts";

const since = new Date("2022-05-31T00:00:01Z");
const now = new Date("2022-05-31T00:00:03Z");
const facts: IncidentFacts = {
  id: "0193",
  sequence: 1,
  severity: "outage",
  codes: ["certificate.expired"],
  where: "media.example",
  failing: [{ host: "media.example", port: 443, role: "host", addresses: ["192.0.2.1"], certificate: null }],
  since,
  openedAt: now,
  resolvedAt: null,
  reason: null,
  relapse: 0,
};
const sample = { feedId: "f", show: "Show", episode: "One", guid: "g", url: "https://media.example/1.mp3" };
const affected: AffectedScope = { shows: 1, episodes: 1, samples: [sample], endpoints: [] };

describe("buildIncidentNotice", () => {
  it("names the failing hop, the fault, the publisher's episodes and what to do", () => {
    const notice = buildIncidentNotice(facts, affected, now);
    expect(notice.faults[0]?.remedy).toBe(faultCatalogue["certificate.expired"].remedy);
    expect(notice).toMatchObject({
      incidentId: "0193",
      sequence: 1,
      since: "2022-05-31T00:00:01.000Z",
      resolvedAt: null,
      failing: facts.failing,
      affected,
      link: "/v1/incidents/0193",
    });
    expect(notice.summary).toMatch(/^Certificate expired at media\.example since 2022-05-31 00:00:01 UTC/);
  });

  it("tells the end of a resolved incident", () => {
    const resolvedAt = new Date("2022-05-31T00:10:01Z");
    const notice = buildIncidentNotice({ ...facts, resolvedAt, reason: "recovered" }, affected, resolvedAt);
    expect(notice.summary).toContain("after 10 minutes");
    expect(notice).toMatchObject({ resolvedAt: resolvedAt.toISOString(), reason: "recovered" });
  });

  it("stays below 20 kB whatever the blast radius, and never cuts a URL", () => {
    const long = "å".repeat(5_000);
    const urls = Array.from(
      { length: 5_000 },
      (_, index) => `https://media.example/${"x".repeat(index % 2_000)}.mp3`,
    );
    const samples = urls.map((url) => ({
      feedId: long.slice(0, 36),
      show: long,
      episode: long,
      guid: long,
      url,
    }));
    const everything: IncidentFacts = {
      ...facts,
      codes: (Object.keys(faultCatalogue) as FaultCode[]).slice(0, 20),
      failing: Array.from({ length: 50 }, () => ({
        host: "h".repeat(253),
        port: 443,
        role: null,
        addresses: new Array(64).fill("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        certificate: {
          fingerprint256: "f".repeat(64),
          subject: long,
          issuer: long.slice(0, 100),
          notBefore: since.toISOString(),
          notAfter: now.toISOString(),
        },
      })),
    };
    const endpoints = Array.from({ length: 40 }, () => ({
      id: everything.id,
      host: `${"h".repeat(253)}:8443`,
    }));
    const scope = { shows: 500, episodes: 20_000, samples, endpoints };
    const notice = buildIncidentNotice(everything, scope, now);
    expect(Buffer.byteLength(JSON.stringify(notice))).toBeLessThan(noticeBytesMax);
    expect(notice.affected.episodes).toBe(20_000);
    expect(notice.affected.samples.length).toBeGreaterThan(0);
    for (const kept of notice.affected.samples) expect(urls).toContain(kept.url);
  });
});

import { X509Certificate } from "node:crypto";
import { makeAuthority } from "@earshot/podcast-host";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPems } from "../test/read-pems.ts";
import { judgeChain } from "./judge-chain.ts";
import { openTrustStore } from "./trust-store.ts";

const now = new Date();

function parse(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

describe("judgeChain on certificates that nobody would issue", () => {
  it("takes whatever OpenSSL could parse, and never calls a forgery usable", async () => {
    const root = await makeAuthority();
    const ca = await root.issueIntermediate();
    const trust = openTrustStore({ roots: [root.certificatePem] });
    const leaf = await ca.issue({ names: ["media.example"] });
    const ders = readPems(leaf.chainPem).map((certificate) => certificate.raw);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = ders;
    let judged = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(first.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.boolean(),
        (changes, inLeaf) => {
          const changed = Buffer.from(inLeaf ? first : second);
          for (const [at, byte] of changes) if (at < changed.length) changed[at] = byte;
          if (changed.equals(inLeaf ? first : second)) return;
          const forged = parse(changed);
          const other = parse(inLeaf ? second : first);
          if (!forged || !other) return;
          const served = inLeaf ? [forged, other] : [other, forged];
          const judgement = judgeChain({ served, hostname: "media.example", now, trust });
          judged += 1;
          expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
          expect(judgement.usable).toBe(false);
        },
      ),
      { numRuns: 1500 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  it("judges any host name without failing", async () => {
    const root = await makeAuthority();
    const trust = openTrustStore({ roots: [root.certificatePem] });
    const served = readPems((await root.issue({ names: ["*.media.example"] })).certPem);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6()), (hostname) => {
        const { faults } = judgeChain({ served, hostname, now, trust });
        const covered = faults.every((fault) => fault.code !== "certificate.hostname-mismatch");
        if (covered) expect(hostname.toLowerCase()).toMatch(/^[^.]+\.media\.example\.?$/u);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

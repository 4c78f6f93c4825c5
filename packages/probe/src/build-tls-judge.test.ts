import { X509Certificate } from "node:crypto";
import { openTrustStore } from "@earshot/certificate";
import { makeAuthority } from "@earshot/podcast-host";
import { expect, test } from "vitest";
import { buildTlsJudge } from "./build-tls-judge.ts";

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

async function openJudge() {
  const authority = await makeAuthority({ notBefore: inDays(-100), notAfter: inDays(3_000) });
  const { certPem } = await authority.issue({
    names: ["media.example"],
    notBefore: inDays(-10),
    notAfter: inDays(80),
  });
  const judge = buildTlsJudge({ trust: openTrustStore({ roots: [authority.certificatePem] }) });
  const base = { hostname: "media.example", port: 443, address: "127.0.0.1", protocol: "TLSv1.3" };
  return (authorizationError: string | null, now: Date) =>
    judge({
      ...base,
      served: [new X509Certificate(certPem)],
      authorized: authorizationError === null,
      authorizationError,
      now,
    });
}

test("what OpenSSL refuses whatever the date, it refuses in a replay and a forecast too", async () => {
  const judge = await openJudge();
  for (const now of [inDays(0), inDays(-5), inDays(20)]) {
    const { usable, faults } = judge("PERMITTED_VIOLATION", now);
    expect({ usable, codes: faults.map((fault) => fault.code) }).toEqual({
      usable: false,
      codes: ["certificate.untrusted-root"],
    });
  }
});

test("what OpenSSL says of dates counts in the present only", async () => {
  const judge = await openJudge();
  for (const code of ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]) {
    expect(judge(code, inDays(20)).faults).toEqual([]);
    expect(judge(code, inDays(0)).usable).toBe(false);
  }
  expect(judge(null, inDays(81)).faults.map((fault) => fault.code)).toEqual(["certificate.expired"]);
});

test("a chain that was good is not any more when one of its certificates has ended, and not before it began", async () => {
  const { usable, usableAt } = (await openJudge())(null, inDays(0));
  expect(usable).toBe(true);
  expect([0, 79, 81, -11].map((days) => usableAt(inDays(days)))).toEqual([true, true, false, false]);
});

import { X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import { makeAuthority } from "@earshot/podcast-host";
import { describe, expect, it } from "vitest";
import { findWeakness } from "./find-weakness.ts";

describe("findWeakness", () => {
  it.each([
    ["ecdsa", "SHA-256", { key: null, signature: null }],
    ["ecdsa384", "SHA-384", { key: null, signature: null }],
    ["rsa2048", "SHA-256", { key: null, signature: null }],
    ["rsa1024", "SHA-256", { key: "has an RSA key of 1024 bits", signature: null }],
    [
      "rsa1024",
      "SHA-1",
      { key: "has an RSA key of 1024 bits", signature: "is signed with sha1WithRSAEncryption" },
    ],
    ["ecdsa", "SHA-1", { key: null, signature: "is signed with ecdsa-with-SHA1" }],
  ] as const)("judges %s with %s", async (keyType, signatureHash, weakness) => {
    const { certificatePem } = await makeAuthority({ keyType, signatureHash });
    expect(findWeakness(new X509Certificate(certificatePem))).toEqual(weakness);
  });

  it("finds no weak key among Mozilla's roots", () => {
    const roots = getCACertificates("bundled").map((pem) => new X509Certificate(pem));
    expect(roots.flatMap((root) => findWeakness(root).key ?? [])).toEqual([]);
  });
});

import { X509Certificate } from "node:crypto";
import { makeAuthority } from "@earshot/podcast-host";
import { describe, expect, it } from "vitest";
import { describeCertificate, displayName, readAlternativeNames } from "./describe-certificate.ts";

describe("describeCertificate", () => {
  it("gives names on one line, times in UTC and addresses in their short form", async () => {
    const root = await makeAuthority({ name: "Root, Inc." });
    const leaf = await root.issue({
      names: ["media.example", "*.media.example", "192.0.2.7", "2001:db8::7"],
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2026-03-31T23:59:59Z"),
    });
    const certificate = new X509Certificate(leaf.certPem);
    expect(describeCertificate(certificate)).toEqual({
      fingerprint256: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
      subject: "CN=media.example",
      issuer: "CN=Root\\, Inc., O=Earshot Fixtures",
      subjectAltNames: ["media.example", "*.media.example", "192.0.2.7", "2001:db8::7"],
      notBefore: "2026-01-01T00:00:00Z",
      notAfter: "2026-03-31T23:59:59Z",
      serialNumber: expect.stringMatching(/^[0-9a-f]+$/),
      pem: certificate.toString(),
    });
  });

  it("is not fooled by a name that looks like several", async () => {
    const root = await makeAuthority();
    const leaf = await root.issue({ names: ["a.example, DNS:victim.example"] });
    expect(readAlternativeNames(new X509Certificate(leaf.certPem))).toEqual([
      "a.example, DNS:victim.example",
    ]);
  });

  it("makes a stranger's name fit for one line of a message", () => {
    expect(displayName("C=US\nO=Example\nCN=R\u202e3\u0007")).toBe("R 3");
    expect(displayName(`CN=${"x".repeat(200)}`)).toHaveLength(64);
    expect(displayName("O=Only an organisation")).toBe("Only an organisation");
    expect(displayName("")).toBe("(unnamed)");
  });
});

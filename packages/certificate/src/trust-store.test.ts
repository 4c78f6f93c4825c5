import { X509Certificate } from "node:crypto";
import { makeAuthority } from "@earshot/podcast-host";
import { describe, expect, it } from "vitest";
import { recordOf } from "./certificate-record.ts";
import { InvalidPemError, openTrustStore, splitPem } from "./trust-store.ts";

describe("openTrustStore", () => {
  it("holds Mozilla's roots and what an operator adds", async () => {
    const [one, two] = await Promise.all([makeAuthority({ name: "One" }), makeAuthority({ name: "Two" })]);
    const store = openTrustStore({ extraPem: [`# ours\n${one.certificatePem}${two.certificatePem}`] });
    expect(store.pems.length).toBeGreaterThan(100);
    const record = recordOf(new X509Certificate(two.certificatePem));
    expect(store.has(record.fingerprint)).toBe(true);
    expect(store.withSubject(record.subjectKey).map((found) => found.name)).toEqual(["Two"]);
    const plain = openTrustStore();
    expect([plain.name, plain.has(record.fingerprint)]).toEqual(["Mozilla", false]);
  });

  it("says what is wrong with a text that is no certificate", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    expect(() => openTrustStore({ extraPem: ["hello"] })).toThrow(InvalidPemError);
    expect(() => openTrustStore({ extraPem: [broken] })).toThrow(/cannot|can be read/);
    expect(() => splitPem("")).toThrow("holds no certificate in PEM");
  });
});

import { X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { recordOf } from "./certificate-record.ts";
import { openOlderStores } from "./open-older-stores.ts";

/** The fingerprint of a root that Mozilla trusts today, by its common name or unit. */
function todaysRoot(name: string): string {
  return recordOf(todaysCertificate(name)).fingerprint;
}

function todaysCertificate(name: string): X509Certificate {
  const found = getCACertificates("bundled")
    .map((pem) => new X509Certificate(pem))
    .find((certificate) => certificate.subject.split("\n").some((part) => part.endsWith(`=${name}`)));
  if (!found) throw new Error(`Mozilla has no root ${name} any more`);
  return found;
}

describe("openOlderStores", () => {
  const stores = openOlderStores();
  const [of2016, of2018, of2020, of2022] = stores;

  it("has whole sets, each certificate a root that can be read", () => {
    expect(stores.map((store) => [store.name, store.pems.length, store.gapSeverity])).toEqual([
      ["Mozilla's roots of April 2016", 151, "info"],
      ["Mozilla's roots of August 2018", 133, "info"],
      ["Mozilla's roots of September 2020", 138, "warning"],
      ["Mozilla's roots of September 2022", 131, "warning"],
    ]);
    for (const store of stores) {
      for (const pem of store.pems)
        expect(store.has(recordOf(new X509Certificate(pem)).fingerprint)).toBe(true);
    }
  });

  it.each([
    ["ISRG Root X1", [false, true, true, true]],
    ["GlobalSign Root CA - R6", [false, false, true, true]],
    ["Sectigo Public Server Authentication Root E46", [false, false, false, false]],
    ["Sectigo Public Server Authentication Root R46", [false, false, false, false]],
    ["ISRG Root X2", [false, false, false, false]],
    ["USERTrust ECC Certification Authority", [true, true, true, true]],
  ])("knows %s as devices of that age do, which is what past outages were about", (name, expected) => {
    const fingerprint = todaysRoot(name);
    expect([of2016, of2018, of2020, of2022].map((store) => store?.has(fingerprint))).toEqual(expected);
  });

  // What the usual chains of the largest authorities end at, cross-signatures as they say to serve them included.
  it.each([
    "ISRG Root X1",
    "GTS Root R1",
    "GTS Root R4",
    "GlobalSign Root CA - R3",
    "GlobalSign Root CA - R6",
    "Amazon Root CA 1",
    "DigiCert Global Root G2",
    "DigiCert Global Root G3",
    "Go Daddy Root Certificate Authority - G2",
    "USERTrust RSA Certification Authority",
    "USERTrust ECC Certification Authority",
  ])("warns of no chain that ends at %s, so that none of its hosts is degraded for ever", (name) => {
    const root = recordOf(todaysCertificate(name));
    const isKeyOf = (other: X509Certificate) => root.certificate.publicKey.equals(other.publicKey);
    for (const store of stores.filter(({ gapSeverity }) => gapSeverity === "warning")) {
      expect(store.withSubject(root.subjectKey).some(({ certificate }) => isKeyOf(certificate))).toBe(true);
    }
  });
});

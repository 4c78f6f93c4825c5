import { X509Certificate } from "node:crypto";
import { makeAuthority } from "@earshot/podcast-host";
import { beforeAll, describe, expect, it } from "vitest";
import { describeCertificate } from "./describe-certificate.ts";
import { type AddressLeaf, findEdgeDrift } from "./find-edge-drift.ts";

const name = "media.example";
const now = new Date("2026-06-01T00:00:00Z");
let issue: (notBefore: string, notAfter: string, names?: string[]) => Promise<AddressLeaf["leaf"]>;
beforeAll(async () => {
  const root = await makeAuthority();
  issue = async (notBefore, notAfter, names = [name]) => {
    const dates = { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
    return describeCertificate(new X509Certificate((await root.issue({ names, ...dates })).certPem));
  };
});

const at = (...leaves: AddressLeaf["leaf"][]) =>
  leaves.map((leaf, index) => ({ address: `192.0.2.${index + 1}`, leaf }));

describe("findEdgeDrift", () => {
  it("names the addresses left behind a day after the others were renewed", async () => {
    const old = await issue("2026-03-15T00:00:00Z", "2026-06-13T00:00:00Z");
    const fresh = await issue("2026-05-30T00:00:00Z", "2026-08-28T00:00:00Z");
    expect(findEdgeDrift(name, at(fresh, old, fresh), now)).toMatchObject({
      code: "certificate.edge-drift",
      severity: "warning",
      message:
        "192.0.2.2 (1 of 3 addresses of media.example) still serve the certificate that ends on 2026-06-13 00:00:00 UTC, though it was renewed elsewhere.",
    });
  });

  it("is silent while a renewal is on its way, between certificates side by side, and when all are alike", async () => {
    const old = await issue("2026-03-15T00:00:00Z", "2026-06-13T00:00:00Z");
    const today = await issue("2026-05-31T12:00:00Z", "2026-08-29T00:00:00Z");
    const sideBySide = await issue("2026-05-01T00:00:00Z", "2026-07-30T00:00:00Z");
    const other = await issue("2026-05-01T00:00:00Z", "2026-07-30T00:00:00Z", ["other.example"]);
    const fresh = await issue("2026-05-20T00:00:00Z", "2026-08-18T00:00:00Z");
    const expired = await issue("2026-02-01T00:00:00Z", "2026-05-02T00:00:00Z");
    expect(findEdgeDrift(name, at(today, old), now)).toBeNull();
    expect(findEdgeDrift(name, at(fresh, sideBySide), now)).toBeNull();
    expect(findEdgeDrift(name, at(other, old), now)).toBeNull();
    expect(findEdgeDrift(name, at(fresh, fresh), now)).toBeNull();
    expect(findEdgeDrift(name, at(fresh, expired), now)).toBeNull();
    expect(findEdgeDrift(name, [], now)).toBeNull();
  });
});

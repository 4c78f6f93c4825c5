// The X.509 library needs its metadata polyfill loaded before it.
import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import { makeAuthority } from "@earshot/podcast-host";
import * as x509 from "@peculiar/x509";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAuthorityLimits } from "./read-authority-limits.ts";

/** The same facts by an independent X.509 library. */
function readIndependently(der: Buffer): ReturnType<typeof readAuthorityLimits> {
  const certificate = new x509.X509Certificate(der);
  const usage = certificate.getExtension(x509.KeyUsagesExtension)?.usages;
  const { digitalSignature, keyEncipherment, keyAgreement, keyCertSign } = x509.KeyUsageFlags;
  return {
    pathLength: certificate.getExtension(x509.BasicConstraintsExtension)?.pathLength ?? null,
    maySignCertificates: usage === undefined ? null : (usage & keyCertSign) !== 0,
    mayShakeHands:
      usage === undefined ? null : (usage & (digitalSignature | keyEncipherment | keyAgreement)) !== 0,
  };
}

describe("readAuthorityLimits", () => {
  it("agrees with an independent library on every root of Mozilla", () => {
    const roots = getCACertificates("bundled").map((pem) => new X509Certificate(pem).raw);
    expect(roots.map(readAuthorityLimits)).toEqual(roots.map(readIndependently));
  });

  it("agrees with it on leaves and intermediates with and without limits", async () => {
    const root = await makeAuthority();
    const made = await Promise.all([
      root.issueIntermediate({ pathLength: 0 }),
      root.issueIntermediate({ pathLength: 300 }),
      root.issueIntermediate({ maySignCertificates: false, isAuthority: false }),
    ]);
    const leaf = await root.issue({ names: ["media.example"] });
    const ders = [...made.map((one) => one.certificatePem), leaf.certPem].map(
      (pem) => new X509Certificate(pem).raw,
    );
    expect(ders.map(readAuthorityLimits)).toEqual(ders.map(readIndependently));
    expect(ders.map((der) => readAuthorityLimits(der).pathLength)).toEqual([0, 300, null, null]);
  });

  it("takes any bytes, cut or changed, without failing", async () => {
    const { certificatePem } = await makeAuthority({ pathLength: 2 });
    const der = new X509Certificate(certificatePem).raw;
    fc.assert(
      fc.property(
        fc.nat(der.length),
        fc.nat(der.length - 1),
        fc.integer({ min: 0, max: 255 }),
        (cut, at, byte) => {
          const changed = Buffer.from(der.subarray(0, cut));
          if (at < changed.length) changed[at] = byte;
          readAuthorityLimits(changed);
          readAuthorityLimits(Buffer.from([byte, at & 0xff, cut & 0xff]));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

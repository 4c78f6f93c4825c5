import { makeAuthority } from "@earshot/podcast-host";
import { below, type ChainCase, days, issue, outage, warning } from "./chain-case.ts";

/** Chains with weak, restricted and soon ending certificates. */
export const limitCases: readonly ChainCase[] = [
  {
    title: "a small RSA key",
    make: async ({ ca }) => ({ leaf: await issue(ca, { keyType: "rsa1024" }), above: below(ca) }),
    faults: [outage("weak")],
    openssl: "UNSPECIFIED",
  },
  {
    title: "a SHA-1 signature on the leaf",
    make: async ({ ca }) => ({ leaf: await issue(ca, { signatureHash: "SHA-1" }), above: below(ca) }),
    faults: [outage("weak")],
    openssl: "UNSPECIFIED",
  },
  {
    title: "a leaf from an authority that only bears our root's name",
    make: async () => {
      const impostor = await makeAuthority({ name: "Root" });
      return { leaf: await issue(impostor), above: [] };
    },
    faults: [outage("incomplete-chain")],
    openssl: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  },
  {
    title: "a leaf for clients",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { extendedKeyUsages: ["client"] }),
      above: below(ca),
    }),
    faults: [outage("untrusted-root")],
    openssl: "INVALID_PURPOSE",
  },
  {
    title: "a leaf without extended key usage",
    make: async ({ ca }) => ({ leaf: await issue(ca, { extendedKeyUsages: null }), above: below(ca) }),
    faults: [],
    openssl: null,
  },
  {
    title: "an intermediate for clients",
    make: async ({ root }) => {
      const clients = await root.issueIntermediate({ name: "Clients CA", extendedKeyUsages: ["client"] });
      return { leaf: await issue(clients), above: below(clients) };
    },
    faults: [outage("untrusted-root")],
    openssl: "INVALID_PURPOSE",
  },
  {
    title: "an issuer that is no authority",
    make: async ({ root }) => {
      const fake = await root.issueIntermediate({ name: "No CA", isAuthority: false });
      return { leaf: await issue(fake), above: below(fake) };
    },
    faults: [outage("untrusted-root")],
    openssl: "INVALID_PURPOSE",
  },
  {
    title: "an issuer that may not sign certificates",
    make: async ({ root }) => {
      const fake = await root.issueIntermediate({ name: "Mute CA", maySignCertificates: false });
      return { leaf: await issue(fake), above: below(fake) };
    },
    faults: [outage("untrusted-root")],
    openssl: "UNSPECIFIED",
  },
  {
    title: "a path longer than an authority allows",
    make: async ({ root }) => {
      const upper = await root.issueIntermediate({ name: "Upper CA", pathLength: 0 });
      const lower = await upper.issueIntermediate({ name: "Lower CA" });
      return { leaf: await issue(lower), above: below(lower) };
    },
    faults: [outage("untrusted-root")],
    openssl: "PATH_LENGTH_EXCEEDED",
  },
  {
    title: "a leaf inside its first threshold",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { notBefore: days(-80), notAfter: days(10) }),
      above: below(ca),
    }),
    faults: [warning("expiring")],
    openssl: null,
  },
  {
    title: "an issuer that ends soon, and before the leaf",
    make: async ({ root }) => {
      const ending = await root.issueIntermediate({
        name: "Ending CA",
        notBefore: days(-900),
        notAfter: days(5),
      });
      return { leaf: await issue(ending), above: below(ending) };
    },
    faults: [warning("chain-expiring")],
    openssl: null,
  },
  {
    title: "a leaf and an issuer that end soon, the leaf first",
    make: async ({ root }) => {
      const ending = await root.issueIntermediate({
        name: "Ending CA",
        notBefore: days(-900),
        notAfter: days(6),
      });
      return { leaf: await issue(ending, { notBefore: days(-80), notAfter: days(5) }), above: below(ending) };
    },
    faults: [warning("expiring")],
    openssl: null,
  },
];

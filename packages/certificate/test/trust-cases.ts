import { makeAuthority, makeSelfSigned } from "@earshot/podcast-host";
import { below, type ChainCase, days, fresh, hostname, issue, outage, warning } from "./chain-case.ts";

/** Chains that lead to a trusted root, or do not, over what the server sends. */
export const trustCases: readonly ChainCase[] = [
  {
    title: "a healthy chain",
    make: async ({ ca }) => ({ leaf: await issue(ca), above: below(ca) }),
    faults: [],
    openssl: null,
  },
  {
    title: "a leaf straight from the root",
    make: async ({ root }) => ({ leaf: await issue(root), above: [] }),
    faults: [],
    openssl: null,
  },
  {
    title: "a healthy chain with RSA keys",
    make: async ({ ca }) => ({ leaf: await issue(ca, { keyType: "rsa2048" }), above: below(ca) }),
    faults: [],
    openssl: null,
  },
  {
    title: "an expired leaf",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { notBefore: days(-90), notAfter: days(-1) }),
      above: below(ca),
    }),
    faults: [outage("expired")],
    openssl: "CERT_HAS_EXPIRED",
  },
  {
    title: "a leaf that is not valid yet",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { notBefore: days(1), notAfter: days(90) }),
      above: below(ca),
    }),
    faults: [outage("not-yet-valid")],
    openssl: "CERT_NOT_YET_VALID",
  },
  {
    title: "an expired intermediate",
    make: async ({ root }) => {
      const old = await root.issueIntermediate({ name: "Old CA", notBefore: days(-900), notAfter: days(-2) });
      return { leaf: await issue(old), above: below(old) };
    },
    faults: [outage("expired")],
    openssl: "CERT_HAS_EXPIRED",
  },
  {
    title: "everything at once: expired, another name, unknown root, weak",
    make: async () => {
      const stranger = await makeAuthority({ name: "Stranger" });
      const leaf = await stranger.issue({
        names: ["other.example"],
        notBefore: days(-90),
        notAfter: days(-1),
        keyType: "rsa1024",
      });
      return { leaf, above: [stranger.certificatePem] };
    },
    faults: [outage("expired"), outage("hostname-mismatch"), outage("untrusted-root"), warning("weak")],
    openssl: "CERT_HAS_EXPIRED",
    notes: ["root-served"],
  },
  {
    title: "a self-signed certificate",
    make: async () => ({
      leaf: await makeSelfSigned({ names: [hostname], ...fresh }),
      above: [],
    }),
    faults: [outage("self-signed")],
    openssl: "DEPTH_ZERO_SELF_SIGNED_CERT",
  },
  {
    title: "an unknown root that is sent along",
    make: async () => {
      const stranger = await makeAuthority({ name: "Stranger" });
      const middle = await stranger.issueIntermediate();
      return { leaf: await issue(middle), above: [...below(middle), stranger.certificatePem] };
    },
    faults: [outage("untrusted-root")],
    openssl: "SELF_SIGNED_CERT_IN_CHAIN",
    notes: ["root-served"],
  },
  {
    title: "an unknown root that is not sent",
    make: async () => {
      const middle = await (await makeAuthority({ name: "Stranger" })).issueIntermediate();
      return { leaf: await issue(middle), above: below(middle) };
    },
    faults: [outage("untrusted-root")],
    openssl: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  },
  {
    title: "a leaf alone",
    make: async ({ ca }) => ({ leaf: await issue(ca), above: [] }),
    faults: [outage("incomplete-chain")],
    openssl: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  },
  {
    title: "a leaf with an intermediate that is not its issuer",
    make: async ({ root, ca }) => {
      const other = await root.issueIntermediate({ name: "Other CA" });
      return { leaf: await issue(ca), above: below(other) };
    },
    faults: [outage("incomplete-chain")],
    openssl: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    notes: ["stray"],
  },
  {
    title: "a root that is sent along",
    make: async ({ root, ca }) => ({ leaf: await issue(ca), above: [...below(ca), root.certificatePem] }),
    faults: [],
    openssl: null,
    notes: ["root-served"],
  },
  {
    title: "a chain out of order",
    make: async ({ ca }) => {
      const lower = await ca.issueIntermediate({ name: "Lower CA" });
      return { leaf: await issue(lower), above: [ca.certificatePem, lower.certificatePem] };
    },
    faults: [],
    openssl: null,
    notes: ["reordered"],
  },
  {
    title: "an intermediate sent twice and an expired stray",
    make: async ({ ca }) => {
      const stray = await makeAuthority({ name: "Stray", notBefore: days(-90), notAfter: days(-30) });
      return { leaf: await issue(ca), above: [stray.certificatePem, ...below(ca), ...below(ca)] };
    },
    faults: [],
    openssl: null,
    notes: ["stray", "duplicate"],
  },
  {
    title: "a cross-signed intermediate whose other signature has expired",
    make: async ({ ca }) => {
      const oldRoot = await makeAuthority({ name: "Old Root", notBefore: days(-3000), notAfter: days(-30) });
      const crossed = await oldRoot.crossSign(ca, { notBefore: days(-900), notAfter: days(-30) });
      return { leaf: await issue(ca), above: [crossed, ...below(ca)] };
    },
    faults: [],
    openssl: null,
    notes: ["stray"],
  },
];

import {
  type Authority,
  type Credentials,
  makeAuthority,
  makeSelfSigned,
  type PodcastHost,
  startPodcastHost,
} from "@earshot/podcast-host";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveChain, shakeHands } from "../test/shake-hands.ts";
import { judgeChain } from "./judge-chain.ts";
import { openTrustStore, type TrustStore } from "./trust-store.ts";

const dayMs = 86_400_000;
const now = new Date();
const days = (count: number) => new Date(now.getTime() + count * dayMs);
const name = "media.example";

let host: PodcastHost;
let root: Authority;
let ca: Authority;
let trust: TrustStore;
beforeAll(async () => {
  root = await makeAuthority({ name: "Root", notBefore: days(-3000), notAfter: days(3000) });
  ca = await root.issueIntermediate({ name: "CA", notBefore: days(-2000), notAfter: days(2000) });
  trust = openTrustStore({ roots: [root.certificatePem] });
  host = await startPodcastHost({ authority: root });
});
afterAll(() => host.close());

/** A chain to serve: the leaf with its key, and what the server sends after it. */
interface Case {
  readonly title: string;
  readonly make: () => Promise<{ leaf: Credentials; above: string[]; hostname?: string }>;
  readonly faults: string[];
  /** OpenSSL's code for the same chain, null when it accepts it. Pins what the judge leans on. */
  readonly openssl: string | null;
  readonly notes?: string[];
  readonly disagreement?: boolean;
}

const fresh = { notBefore: days(-10), notAfter: days(80) };
const issue = (options = {}, from = ca) => from.issue({ names: [name], ...fresh, ...options });
const below = (authority: Authority) => [...authority.intermediatePems];
const outage = (code: string) => `outage certificate.${code}`;
const warning = (code: string) => `warning certificate.${code}`;

const cases: Case[] = [
  {
    title: "a healthy chain",
    make: async () => ({ leaf: await issue(), above: below(ca) }),
    faults: [],
    openssl: null,
  },
  {
    title: "a leaf straight from the root",
    make: async () => ({ leaf: await issue({}, root), above: [] }),
    faults: [],
    openssl: null,
  },
  {
    title: "a healthy chain with RSA keys",
    make: async () => ({ leaf: await issue({ keyType: "rsa2048" }), above: below(ca) }),
    faults: [],
    openssl: null,
  },
  {
    title: "an expired leaf",
    make: async () => ({ leaf: await issue({ notBefore: days(-90), notAfter: days(-1) }), above: below(ca) }),
    faults: [outage("expired")],
    openssl: "CERT_HAS_EXPIRED",
  },
  {
    title: "a leaf that is not valid yet",
    make: async () => ({ leaf: await issue({ notBefore: days(1), notAfter: days(90) }), above: below(ca) }),
    faults: [outage("not-yet-valid")],
    openssl: "CERT_NOT_YET_VALID",
  },
  {
    title: "an expired intermediate",
    make: async () => {
      const old = await root.issueIntermediate({ name: "Old CA", notBefore: days(-900), notAfter: days(-2) });
      return { leaf: await issue({}, old), above: below(old) };
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
    title: "another name",
    make: async () => ({ leaf: await issue({ names: ["other.example"] }), above: below(ca) }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "the name in the common name only",
    make: async () => ({
      leaf: await issue({ commonName: name, withoutAlternativeNames: true }),
      above: below(ca),
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "a wildcard one label too shallow",
    make: async () => ({
      leaf: await issue({ names: ["*.example"] }),
      above: below(ca),
      hostname: "a.b.example",
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "a wildcard that covers the name",
    make: async () => ({
      leaf: await issue({ names: ["*.media.example"] }),
      above: below(ca),
      hostname: "cdn.media.example",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "a wildcard for its own bare domain",
    make: async () => ({ leaf: await issue({ names: ["*.media.example"] }), above: below(ca) }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "an internationalised name",
    make: async () => ({
      leaf: await issue({ names: ["xn--bcher-kva.example"] }),
      above: below(ca),
      hostname: "bücher.example",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "an IP address",
    make: async () => ({
      leaf: await issue({ names: ["127.0.0.1"] }),
      above: below(ca),
      hostname: "127.0.0.1",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "an IPv6 address in brackets",
    make: async () => ({
      leaf: await issue({ names: ["2001:db8::1"] }),
      above: below(ca),
      hostname: "[2001:db8::1]",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "an IP address that stands as a DNS name",
    make: async () => ({
      leaf: await issue({ names: ["*.0.0.1"] }),
      above: below(ca),
      hostname: "127.0.0.1",
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "a self-signed certificate",
    make: async () => ({ leaf: await makeSelfSigned({ names: [name], ...fresh }), above: [] }),
    faults: [outage("self-signed")],
    openssl: "DEPTH_ZERO_SELF_SIGNED_CERT",
  },
  {
    title: "an unknown root that is sent along",
    make: async () => {
      const stranger = await makeAuthority({ name: "Stranger" });
      const middle = await stranger.issueIntermediate();
      return { leaf: await issue({}, middle), above: [...below(middle), stranger.certificatePem] };
    },
    faults: [outage("untrusted-root")],
    openssl: "SELF_SIGNED_CERT_IN_CHAIN",
    notes: ["root-served"],
  },
  {
    title: "an unknown root that is not sent",
    make: async () => {
      const middle = await (await makeAuthority({ name: "Stranger" })).issueIntermediate();
      return { leaf: await issue({}, middle), above: below(middle) };
    },
    faults: [outage("untrusted-root")],
    openssl: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  },
  {
    title: "a leaf alone",
    make: async () => ({ leaf: await issue(), above: [] }),
    faults: [outage("incomplete-chain")],
    openssl: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  },
  {
    title: "a leaf with an intermediate that is not its issuer",
    make: async () => {
      const other = await root.issueIntermediate({ name: "Other CA" });
      return { leaf: await issue(), above: below(other) };
    },
    faults: [outage("incomplete-chain")],
    openssl: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    notes: ["stray"],
  },
  {
    title: "a root that is sent along",
    make: async () => ({ leaf: await issue(), above: [...below(ca), root.certificatePem] }),
    faults: [],
    openssl: null,
    notes: ["root-served"],
  },
  {
    title: "a chain out of order",
    make: async () => {
      const lower = await ca.issueIntermediate({ name: "Lower CA" });
      return { leaf: await issue({}, lower), above: [ca.certificatePem, lower.certificatePem] };
    },
    faults: [],
    openssl: null,
    notes: ["reordered"],
  },
  {
    title: "an intermediate sent twice and an expired stray",
    make: async () => {
      const stray = await makeAuthority({ name: "Stray", notBefore: days(-90), notAfter: days(-30) });
      return { leaf: await issue(), above: [stray.certificatePem, ...below(ca), ...below(ca)] };
    },
    faults: [],
    openssl: null,
    notes: ["stray", "duplicate"],
  },
  {
    title: "a cross-signed intermediate whose other signature has expired",
    make: async () => {
      const oldRoot = await makeAuthority({ name: "Old Root", notBefore: days(-3000), notAfter: days(-30) });
      const crossed = await oldRoot.crossSign(ca, { notBefore: days(-900), notAfter: days(-30) });
      return { leaf: await issue(), above: [crossed, ...below(ca)] };
    },
    faults: [],
    openssl: null,
    notes: ["stray"],
  },
  {
    title: "a small RSA key",
    make: async () => ({ leaf: await issue({ keyType: "rsa1024" }), above: below(ca) }),
    faults: [outage("weak")],
    openssl: "UNSPECIFIED",
  },
  {
    title: "a SHA-1 signature on the leaf",
    make: async () => ({ leaf: await issue({ signatureHash: "SHA-1" }), above: below(ca) }),
    faults: [outage("weak")],
    openssl: "UNSPECIFIED",
  },
  {
    title: "a leaf from an authority that only bears our root's name",
    make: async () => {
      const impostor = await makeAuthority({ name: "Root" });
      return { leaf: await issue({}, impostor), above: [] };
    },
    faults: [outage("incomplete-chain")],
    openssl: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  },
  {
    title: "a leaf for clients",
    make: async () => ({ leaf: await issue({ extendedKeyUsages: ["client"] }), above: below(ca) }),
    faults: [outage("untrusted-root")],
    openssl: "INVALID_PURPOSE",
  },
  {
    title: "a leaf without extended key usage",
    make: async () => ({ leaf: await issue({ extendedKeyUsages: null }), above: below(ca) }),
    faults: [],
    openssl: null,
  },
  {
    title: "an intermediate for clients",
    make: async () => {
      const clients = await root.issueIntermediate({ name: "Clients CA", extendedKeyUsages: ["client"] });
      return { leaf: await issue({}, clients), above: below(clients) };
    },
    faults: [outage("untrusted-root")],
    openssl: "INVALID_PURPOSE",
  },
  {
    title: "an issuer that is no authority",
    make: async () => {
      const fake = await root.issueIntermediate({ name: "No CA", isAuthority: false });
      return { leaf: await issue({}, fake), above: below(fake) };
    },
    faults: [outage("untrusted-root")],
    openssl: "INVALID_PURPOSE",
  },
  {
    title: "an issuer that may not sign certificates",
    make: async () => {
      const fake = await root.issueIntermediate({ name: "Mute CA", maySignCertificates: false });
      return { leaf: await issue({}, fake), above: below(fake) };
    },
    faults: [outage("untrusted-root")],
    openssl: "UNSPECIFIED",
  },
  {
    title: "a path longer than an authority allows",
    make: async () => {
      const upper = await root.issueIntermediate({ name: "Upper CA", pathLength: 0 });
      const lower = await upper.issueIntermediate({ name: "Lower CA" });
      return { leaf: await issue({}, lower), above: below(lower) };
    },
    faults: [outage("untrusted-root")],
    openssl: "PATH_LENGTH_EXCEEDED",
  },
  {
    title: "a leaf inside its first threshold",
    make: async () => ({ leaf: await issue({ notBefore: days(-80), notAfter: days(10) }), above: below(ca) }),
    faults: [warning("expiring")],
    openssl: null,
  },
  {
    title: "an issuer that ends soon, and before the leaf",
    make: async () => {
      const ending = await root.issueIntermediate({
        name: "Ending CA",
        notBefore: days(-900),
        notAfter: days(5),
      });
      return { leaf: await issue({}, ending), above: below(ending) };
    },
    faults: [warning("chain-expiring")],
    openssl: null,
  },
  {
    title: "a leaf and an issuer that end soon, the leaf first",
    make: async () => {
      const ending = await root.issueIntermediate({
        name: "Ending CA",
        notBefore: days(-900),
        notAfter: days(6),
      });
      return { leaf: await issue({ notBefore: days(-80), notAfter: days(5) }, ending), above: below(ending) };
    },
    faults: [warning("expiring")],
    openssl: null,
  },
];

describe("judgeChain", () => {
  it.each(cases)("$title", async ({ make, faults, openssl, notes = [], disagreement = false }) => {
    const { leaf, above, hostname = name } = await make();
    await serveChain(host, "served.example", leaf, above);
    const { served, authorizationError } = await shakeHands(host, "served.example", [root.certificatePem]);
    const judgement = judgeChain({ served, hostname, now: new Date(), trust, authorizationError });
    const found = judgement.faults.map((fault) => `${fault.severity} ${fault.code}`);
    expect({ found, openssl: authorizationError }).toEqual({ found: faults, openssl });
    expect(judgement.notes.map((note) => note.kind)).toEqual(notes);
    expect(judgement.disagreement).toBe(disagreement);
    expect(judgement.usable).toBe(!faults.some((fault) => fault.startsWith("outage")));
    expect(judgement.tls.certificates).toHaveLength(1 + above.length);
  });
});

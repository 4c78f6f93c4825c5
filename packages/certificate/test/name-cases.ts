import { below, type ChainCase, hostname, issue, outage } from "./chain-case.ts";

/** Chains that are sound but for the names on the leaf, right and wrong. */
export const nameCases: readonly ChainCase[] = [
  {
    title: "another name",
    make: async ({ ca }) => ({ leaf: await issue(ca, { names: ["other.example"] }), above: below(ca) }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "the name in the common name only",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { commonName: hostname, withoutAlternativeNames: true }),
      above: below(ca),
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "a wildcard one label too shallow",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["*.example"] }),
      above: below(ca),
      hostname: "a.b.example",
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "a wildcard that covers the name",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["*.media.example"] }),
      above: below(ca),
      hostname: "cdn.media.example",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "a wildcard for its own bare domain",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["*.media.example"] }),
      above: below(ca),
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
  {
    title: "an internationalised name",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["xn--bcher-kva.example"] }),
      above: below(ca),
      hostname: "bücher.example",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "an IP address",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["127.0.0.1"] }),
      above: below(ca),
      hostname: "127.0.0.1",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "an IPv6 address in brackets",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["2001:db8::1"] }),
      above: below(ca),
      hostname: "[2001:db8::1]",
    }),
    faults: [],
    openssl: null,
  },
  {
    title: "an IP address that stands as a DNS name",
    make: async ({ ca }) => ({
      leaf: await issue(ca, { names: ["*.0.0.1"] }),
      above: below(ca),
      hostname: "127.0.0.1",
    }),
    faults: [outage("hostname-mismatch")],
    openssl: null,
  },
];

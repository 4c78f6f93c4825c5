import { X509Certificate } from "node:crypto";
import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import {
  createIntermediatePool,
  judgeChain,
  openOlderStores,
  openTrustStore,
  type TrustStore,
} from "@earshot/certificate";
import {
  type AddressRange,
  buildAddressPolicy,
  type Egress,
  type EgressLimits,
  type EgressOptions,
  openEgress,
  parseAddressRange,
  parseConnectTo,
  parseResolveOverride,
  warmUp,
} from "@earshot/egress";
import { buildTlsJudge } from "./build-tls-judge.ts";

/** How to guard the way out, in the words of the command line and the environment. */
export interface GuardOptions {
  /** Non-public ranges that may be contacted, each `CIDR` or `CIDR:port`. */
  readonly allowAddresses: readonly string[];
  /** Whether nothing else may be contacted, not even public addresses. */
  readonly onlyAllowed?: boolean;
  /** Addresses instead of the DNS, each `host:port:address`. */
  readonly resolve: readonly string[];
  /** Where to connect instead, each `host:port:address:port`. */
  readonly connectTo: readonly string[];
  /** Name servers as \`address\` or \`address:port\`; those of the system unless given. */
  readonly nameServers?: readonly string[];
  /** Certificates in PEM, trusted beside Mozilla's. */
  readonly extraCa: readonly string[];
  /** URLs of the store and the queue, whose addresses are refused like those of our own interfaces. */
  readonly ownUrls?: readonly string[];
  readonly clock: () => Date;
  readonly limits?: Partial<EgressLimits>;
  /** Told of each request as it goes out, those that are sent once more included. */
  readonly onRequest?: EgressOptions["onRequest"];
}

const everywhere: readonly string[] = ["0.0.0.0/0", "::/0"];

/**
 * Opens the door to the outside with the judge of certificates in it. Throws an Error that names the entry when an
 * option cannot be read.
 */
export async function openGuardedEgress(options: GuardOptions): Promise<Egress> {
  const { extraCa, clock } = options;
  const extra = openTrustStore({ roots: [], extraPem: extraCa });
  // Where every address counts as our own, only what is allowed passes.
  const own = options.onlyAllowed
    ? everywhere.map(parseAddressRange)
    : await readOwnAddresses(options.ownUrls ?? []);
  const judge = {
    trust: openTrustStore({ extraPem: extraCa }),
    intermediates: createIntermediatePool(),
    // Whoever adds an authority knows that no listener's device has it; telling so each time would help nobody.
    olderStores: openOlderStores().map((store) => joinStores(store, extra)),
  };
  await warmUpAll(judge.trust, judge.olderStores);
  return openEgress({
    policy: buildAddressPolicy({ allow: options.allowAddresses.map(parseAddressRange), own }),
    judgeTls: buildTlsJudge(judge),
    resolve: options.resolve.map(parseResolveOverride),
    connectTo: options.connectTo.map(parseConnectTo),
    dnsServers: options.nameServers ?? [],
    ca: extraCa,
    clock,
    ...(options.limits && { limits: options.limits }),
    ...(options.onRequest && { onRequest: options.onRequest }),
  });
}

/** The addresses of our own network interfaces and of the services at `urls`, which nobody's URL may lead to. */
export async function readOwnAddresses(urls: readonly string[]): Promise<readonly AddressRange[]> {
  return [...interfaceAddresses(), ...(await addressesOf(urls))];
}

/** Does what else would be done within the first probe, and be told as the first server's slowness. */
async function warmUpAll(trust: TrustStore, olderStores: readonly TrustStore[]): Promise<void> {
  const [root = ""] = trust.pems;
  const served = [new X509Certificate(root)];
  judgeChain({ served, hostname: "warm-up.invalid", now: new Date(), trust, olderStores });
  // A chain that is not good is not looked for in the older stores.
  for (const store of olderStores) store.withSubject("");
  await warmUp();
}

function joinStores(store: TrustStore, extra: TrustStore): TrustStore {
  return {
    ...store,
    pems: [...store.pems, ...extra.pems],
    withSubject: (subjectKey) => [...store.withSubject(subjectKey), ...extra.withSubject(subjectKey)],
    has: (fingerprint) => store.has(fingerprint) || extra.has(fingerprint),
  };
}

function interfaceAddresses(): readonly AddressRange[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => parseAddressRange(address.split("%")[0] ?? address));
}

/** The addresses behind our own services. A name that does not resolve now cannot be reached by us either. */
async function addressesOf(urls: readonly string[]): Promise<readonly AddressRange[]> {
  const names = urls.flatMap((url) => URL.parse(url)?.hostname || []);
  const answers = await Promise.allSettled(
    names.map((name) => lookup(name.replace(/^\[|\]$/g, ""), { all: true })),
  );
  return answers
    .flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))
    .map(({ address }) => parseAddressRange(address));
}

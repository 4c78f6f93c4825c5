import type { X509Certificate } from "node:crypto";
import { type BoundedCache, createBoundedCache } from "./bounded-cache.ts";
import { type CertificateRecord, recordOf } from "./certificate-record.ts";
import type { ChainJudgement } from "./chain-judgement.ts";
import { findPaths, type PathSearch } from "./find-paths.ts";
import type { TrustStore } from "./trust-store.ts";

/** What holds of a served chain and a trust store whatever the date and the host name. */
export interface ChainReading extends PathSearch {
  readonly served: readonly CertificateRecord[];
  /** The latest judgements, by host name and OpenSSL's word. */
  readonly judgements: BoundedCache<string, ChainJudgement>;
}

const readingsMax = 4096;
// A chain serves few names as a rule; a wildcard of a CDN or of a host that gives each show a name serves many.
const judgementsMax = 256;
// A server that sends more than this hides nothing in it: real chains have two to four elements.
const servedMax = 16;
const readingsByStore = new WeakMap<TrustStore, BoundedCache<string, ChainReading>>();

/** Reads a served chain against a store, or finds the reading of the last time: the search costs milliseconds. */
export function readChain(certificates: readonly X509Certificate[], store: TrustStore): ChainReading {
  const served = certificates.slice(0, servedMax).map(recordOf);
  const readings = readingsByStore.get(store) ?? createBoundedCache<string, ChainReading>(readingsMax);
  readingsByStore.set(store, readings);
  const key = served.map((record) => record.fingerprint).join(" ");
  const there = readings.get(key);
  if (there) return there;
  const reading: ChainReading = {
    served,
    ...findPaths(served, store),
    judgements: createBoundedCache(judgementsMax),
  };
  readings.set(key, reading);
  return reading;
}

export type {
  ChainDeadline,
  ChainJudgement,
  ChainNote,
  ChainQuestion,
  PathElement,
} from "./chain-judgement.ts";
export { coversHostname } from "./covers-hostname.ts";
export { describeCertificate, fingerprintOf, readAlternativeNames } from "./describe-certificate.ts";
export { type AddressLeaf, findEdgeDrift } from "./find-edge-drift.ts";
export { createIntermediatePool, type IntermediatePool } from "./intermediate-pool.ts";
export { intermediatesOf, judgeChain, rejudgeDates } from "./judge-chain.ts";
export { openOlderStores } from "./open-older-stores.ts";
export {
  InvalidPemError,
  openTrustStore,
  splitPem,
  type TrustStore,
  type TrustStoreOptions,
} from "./trust-store.ts";

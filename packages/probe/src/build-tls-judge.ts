import {
  type IntermediatePool,
  intermediatesOf,
  judgeChain,
  rejudgeDates,
  type TrustStore,
} from "@earshot/certificate";
import type { TlsJudge } from "@earshot/egress";

/** What a judge of handshakes decides by. */
export interface TlsJudgeOptions {
  /** The store that decides; the egress must trust the same extra certificates. */
  readonly trust: TrustStore;
  /** Known intermediates; the judge adds those that it sees on good paths. */
  readonly intermediates?: IntermediatePool;
  /** Stores of older devices, for `certificate.trust-gap`. */
  readonly olderStores?: readonly TrustStore[];
}

// OpenSSL judges by the real clock, so what it says of dates counts only where `now` is the present; and what it accepts
// may be accepted for its dates.
const presentMs = 60_000;
const datedErrors: ReadonlySet<string | null> = new Set([null, "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);

/** Puts the rules of `@earshot/certificate` behind the egress: what it finds unusable carries no request. */
export function buildTlsJudge(options: TlsJudgeOptions): TlsJudge {
  return (handshake) => {
    const isPresent = Math.abs(handshake.now.getTime() - Date.now()) < presentMs;
    const authorizationError = handshake.authorized ? null : handshake.authorizationError;
    const judgement = judgeChain({
      ...options,
      served: handshake.served,
      hostname: handshake.hostname,
      now: handshake.now,
      ...((isPresent || !datedErrors.has(authorizationError)) && { authorizationError }),
    });
    if (judgement.usable) options.intermediates?.add(intermediatesOf(judgement));
    return {
      usable: judgement.usable,
      faults: judgement.faults,
      tls: { version: handshake.protocol, ...judgement.tls },
      usableAt: (now) => rejudgeDates(judgement, now).usable,
    };
  };
}

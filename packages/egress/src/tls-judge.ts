import type { X509Certificate } from "node:crypto";
import type { Fault, ServedTls } from "@earshot/domain";

/** One finished handshake, as a judge of certificates needs to see it. */
export interface TlsHandshake {
  readonly hostname: string;
  readonly port: number;
  readonly address: string;
  /** The chain exactly as served, leaf first. */
  readonly served: readonly X509Certificate[];
  /** Whether OpenSSL accepts the chain with our trust store and the real clock; the host name is not part of it. */
  readonly authorized: boolean;
  /** OpenSSL's one error code, such as `CERT_HAS_EXPIRED`, or null. */
  readonly authorizationError: string | null;
  /** `TLSv1.3`, or null when unknown. */
  readonly protocol: string | null;
  readonly now: Date;
}

/** A judge's answer. No request is ever sent on a connection that is not `usable`. */
export interface TlsJudgement {
  readonly usable: boolean;
  readonly faults: readonly Fault[];
  readonly tls: ServedTls;
  /** Whether the same chain, for the same host, is usable at another time: asked before each later request, so it must be quick. */
  readonly usableAt: (now: Date) => boolean;
}

/** Decides what a served chain is worth; given by the composer, so that the egress knows no certificate rules. */
export type TlsJudge = (handshake: TlsHandshake) => TlsJudgement;

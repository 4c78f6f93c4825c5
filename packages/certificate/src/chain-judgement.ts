import type { X509Certificate } from "node:crypto";
import type { ExpiryThreshold, Fault, ServedTls } from "@earshot/domain";
import type { IntermediatePool } from "./intermediate-pool.ts";
import type { TrustStore } from "./trust-store.ts";

/** What to judge, and by what. */
export interface ChainQuestion {
  /** The certificates as the server sent them, leaf first. */
  readonly served: readonly X509Certificate[];
  /** The host name or IP address that was asked for, as in a URL. */
  readonly hostname: string;
  readonly now: Date;
  /** The store that decides. */
  readonly trust: TrustStore;
  /**
   * OpenSSL's own word on the handshake that brought `served`, with the same store: its error code, or null when it
   * accepted the chain. Leave it out when it depends on dates and `now` is not the real present, for OpenSSL knows no other.
   */
  readonly authorizationError?: string | null;
  /** Known intermediates, to tell one that the server forgot from an authority that nobody knows. */
  readonly intermediates?: IntermediatePool;
  /** Stores of older devices; those without a path give `certificate.trust-gap`. */
  readonly olderStores?: readonly TrustStore[];
}

/** The next end of validity that matters, and how near it is. */
export interface ChainDeadline {
  /** ISO 8601 UTC. */
  readonly notAfter: string;
  /** The last warning threshold crossed (4 also after the end), or null while the end is far. */
  readonly threshold: ExpiryThreshold | null;
  /** Whether the leaf ends first, or an issuer on its path. */
  readonly role: "leaf" | "issuer";
  readonly fingerprint256: string;
}

/** One certificate of the judged path. */
export interface PathElement {
  readonly fingerprint256: string;
  readonly subject: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** What a judge made of a served chain. JSON-clean. */
export interface ChainJudgement {
  /** All that is wrong, each code once; `hop` is null. */
  readonly faults: readonly Fault[];
  /** Whether a request may be sent over this connection: no fault is an outage. */
  readonly usable: boolean;
  /** The judged path, leaf first: to a root of the store, or as far as what the server sent goes. */
  readonly path: readonly PathElement[];
  readonly leafFingerprint: string | null;
  /** Earliest `notAfter` on the judged path, ISO 8601 UTC; null when no certificate was served. */
  readonly expiresAt: string | null;
  readonly deadline: ChainDeadline | null;
  /** What was served, as evidence; the handshake adds its protocol version. */
  readonly tls: Omit<ServedTls, "version">;
  /** Whether OpenSSL and our judge differ on the chain. Worth counting. */
  readonly disagreement: boolean;
  /** Oddities that harm nobody. */
  readonly notes: readonly ChainNote[];
}

/**
 * An oddity of a served chain that harms no player: a certificate sent twice, one that belongs to no path, one of
 * another path than the judged, a root (which players bring themselves), or elements out of order.
 */
export interface ChainNote {
  readonly kind: "duplicate" | "stray" | "alternative" | "root-served" | "reordered";
  /** The certificate meant; null when it is the order. */
  readonly fingerprint256: string | null;
}

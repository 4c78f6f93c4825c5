/** Bounds on everything that leaves through the egress. Durations in milliseconds, sizes in bytes. */
export interface EgressLimits {
  /** One DNS look-up, all its retries included. */
  readonly dnsMs: number;
  /** TCP connect over all addresses tried. */
  readonly connectMs: number;
  readonly tlsMs: number;
  /** From the request to the end of the response's headers. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly bodyIdleMs: number;
  /** A whole exchange when the caller names no deadline. */
  readonly totalMs: number;
  readonly headerBytesMax: number;
  readonly connectionsPerOriginMax: number;
  readonly idleConnectionsMax: number;
  /** Age at which a pooled connection is retired, so that a swapped certificate cannot hide behind it for long. */
  readonly connectionAgeMs: number;
  /** Idle time after which a pooled connection is closed. */
  readonly connectionIdleMs: number;
  /** Delay before the next address is tried beside the first (RFC 8305 section 5). */
  readonly attemptDelayMs: number;
  /** Addresses of one name tried for one connection. */
  readonly addressesMax: number;
  /** How long a DNS answer is kept at most, whatever its TTL. */
  readonly dnsCacheMs: number;
  /** Look-ups in flight per registrable-looking domain (the last two labels). */
  readonly lookupsPerDomainMax: number;
}

/** Limits that suit probes of strangers' servers. */
export const defaultLimits: EgressLimits = {
  dnsMs: 5_000,
  connectMs: 8_000,
  tlsMs: 8_000,
  headersMs: 15_000,
  bodyIdleMs: 10_000,
  totalMs: 30_000,
  headerBytesMax: 65_536,
  connectionsPerOriginMax: 64,
  idleConnectionsMax: 1_024,
  connectionAgeMs: 60_000,
  connectionIdleMs: 15_000,
  attemptDelayMs: 250,
  addressesMax: 8,
  dnsCacheMs: 60_000,
  lookupsPerDomainMax: 16,
};

/** Bounds of a probe. Durations in milliseconds, sizes in bytes. */
export interface ProbeLimits {
  /** The whole chain of one URL, from the first look-up to the last byte. */
  readonly deadlineMs: number;
  /** Requests of one chain; a redirect in the answer to the last one is too many. */
  readonly hopsMax: number;
  /** Redirects above which a chain is worth a warning. */
  readonly redirectsUsual: number;
  /** Bytes asked for and read of a media file. */
  readonly windowBytes: number;
  /** Addresses of each family that one host check tries. */
  readonly addressesPerFamilyMax: number;
  /** One handshake of a host check. */
  readonly handshakeMs: number;
  /** Waiting for the slot of a later hop's host before the probe is deferred. */
  readonly admissionMs: number;
}

/** Limits that suit a polite monitor: small ranges, patience of a listener's app. */
export const defaultProbeLimits: ProbeLimits = {
  deadlineMs: 30_000,
  hopsMax: 10,
  redirectsUsual: 5,
  windowBytes: 4_096,
  addressesPerFamilyMax: 4,
  handshakeMs: 10_000,
  admissionMs: 2_000,
};

import type { Fault, PhaseTimings, ServedTls } from "@earshot/domain";

/** An IP address and its family. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Durations of the phases before a request, in milliseconds; null for a phase that did not take place. */
export type ConnectTimings = Pick<PhaseTimings, "dnsMs" | "connectMs" | "tlsMs">;

/** What is known about the connection behind an exchange, as far as it came. */
export interface ConnectionFacts {
  readonly address: string | null;
  readonly family: 4 | 6 | null;
  readonly timings: ConnectTimings;
  readonly tls: ServedTls | null;
  /** Whether the connection was open before this exchange; its phases are null then. */
  readonly reused: boolean;
}

/** Facts of a connection that was never tried. */
export const noConnection: ConnectionFacts = {
  address: null,
  family: null,
  timings: { dnsMs: null, connectMs: null, tlsMs: null },
  tls: null,
  reused: false,
};

/** A step that went wrong on the target's side. */
export interface Failed {
  readonly ok: false;
  readonly faults: readonly Fault[];
}

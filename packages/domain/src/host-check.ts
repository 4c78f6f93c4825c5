import type { Fault } from "./fault.ts";
import type { PhaseTimings, ServedTls } from "./probe.ts";
import type { Verdict } from "./verdict.ts";

/** One fresh handshake (or, for a plain-http host, one connection) with one address of a host. */
export interface AddressCheck {
  readonly address: string;
  readonly family: 4 | 6;
  readonly verdict: Verdict;
  readonly faults: readonly Fault[];
  readonly timings: PhaseTimings;
  readonly tls: ServedTls | null;
}

/** One look at a host: every address checked, judged as of `at`. JSON-clean. */
export interface HostCheck {
  readonly hostname: string;
  readonly port: number;
  readonly at: string;
  readonly vantage: string;
  readonly verdict: Verdict;
  /** The host's faults: those of its addresses merged, each naming "k of n addresses" where not all have it. */
  readonly faults: readonly Fault[];
  readonly addresses: readonly AddressCheck[];
  /** How many addresses the name has, of which at most four per family are checked at a time. */
  readonly addressesTotal: number;
  /** Earliest `notAfter` over the judged paths of all addresses, ISO 8601 UTC, or null. */
  readonly expiresAt: string | null;
}

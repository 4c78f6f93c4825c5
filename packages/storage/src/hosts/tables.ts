import type { Fault, PhaseTimings, Verdict } from "@earshot/domain";
import type { Generated, GeneratedAlways } from "kysely";
import type { StoredHealth } from "../schema/health.ts";
import type { Jsonb } from "../schema/json.ts";

/** One address of a host as last checked: the check without the certificates themselves. */
export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly verdict: Verdict;
  readonly faults: readonly Fault[];
  readonly timings: PhaseTimings;
  readonly tlsVersion: string | null;
  readonly leafFingerprint: string | null;
  readonly expiresAt: string | null;
}

/** Tables of hosts and the certificates that they serve. */
export interface HostTables {
  hosts: {
    id: Generated<number>;
    hostname: string;
    port: number;
    tls: boolean;
    first_seen_at: Date;
    last_seen_at: Date;
    crossings: Generated<number>;
    crossings_since: Generated<Date | null>;
    checked_at: Generated<Date | null>;
    checked_from: Generated<string | null>;
    verdict: Generated<Verdict | null>;
    faults: Jsonb<readonly Fault[]>;
    leaf_fingerprint: Generated<string | null>;
    expires_at: Generated<Date | null>;
    addresses: Jsonb<readonly HostAddress[]>;
    addresses_total: Generated<number | null>;
    health: Jsonb<StoredHealth>;
    troubled: GeneratedAlways<boolean>;
    hot_until: Generated<Date | null>;
  };
  certificates: {
    fingerprint: string;
    subject: string;
    issuer: string;
    subject_alt_names: string[];
    not_before: Date;
    not_after: Date;
    serial_number: string;
    pem: string;
    first_seen_at: Date;
    last_seen_at: Date;
  };
  host_certificates: {
    host_id: number;
    address: string;
    position: number;
    fingerprint: string;
    since: Date;
    seen_at: Date;
  };
}

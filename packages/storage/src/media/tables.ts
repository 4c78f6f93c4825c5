import type { Fault, Probe, Verdict } from "@earshot/domain";
import type { Generated } from "kysely";
import type { StoredHealth } from "../schema/health.ts";
import type { Jsonb } from "../schema/json.ts";

/** Tables of media URLs and of the hosts on their way. */
export interface MediaTables {
  media: {
    id: Generated<number>;
    url: string;
    url_hash: string;
    host_id: number;
    fetch_url: Generated<string | null>;
    first_seen_at: Date;
    probed_at: Generated<Date | null>;
    probed_from: Generated<string | null>;
    verdict: Generated<Verdict | null>;
    faults: Jsonb<readonly Fault[]>;
    expires_at: Generated<Date | null>;
    range_ignored: Generated<boolean>;
    hot_step: number | null;
    health: Jsonb<StoredHealth>;
    last_failure: Jsonb<Probe | null>;
    last_evidence: Jsonb<Probe | null>;
  };
  media_hosts: {
    media_id: number;
    host_id: number;
    position: number;
  };
}

import type { FaultCode, HostCheck, Probe, Verdict } from "@earshot/domain";
import type { Jsonb } from "../schema/json.ts";

/** Tables of past looks, partitioned by day. */
export interface HistoryTables {
  probes: {
    media_id: number;
    at: Date;
    vantage: string;
    verdict: Verdict;
    codes: FaultCode[] | null;
    status: number | null;
    hops: number;
    total_ms: number | null;
    evidence: Jsonb<Probe | null>;
  };
  host_checks: {
    host_id: number;
    at: Date;
    vantage: string;
    verdict: Verdict;
    codes: FaultCode[] | null;
    addresses: number;
    total_ms: number | null;
    evidence: Jsonb<HostCheck | null>;
  };
}

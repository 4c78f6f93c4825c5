import { sql } from "kysely";

/** The periods wished for, in milliseconds, and the budget of a host, a second. */
export interface PeriodTerms {
  readonly enclosureMs: number;
  readonly catalogueMs: number;
  readonly hostRate: number;
}

const dayMs = 86_400_000;

/**
 * The period in milliseconds that counts for a row with `host_id`, its `pace_share`, `newest` and `range_ignored`: the
 * configured one, or the time in which that share of the host's rate brings everybody's turn where that is longer. Turns come by age, whatever their
 * kind: as long as the rate suffices for the host's back catalogue, the newest share what it leaves; else all of its
 * enclosures take turns alike. A host that ignores ranges is asked daily at most, since each look counts as a download.
 */
export function effectivePeriod({ enclosureMs, catalogueMs, hostRate }: PeriodTerms) {
  const count = (which: ReturnType<typeof sql>) =>
    sql`count(*) FILTER (WHERE NOT range_ignored AND ${which}) OVER (PARTITION BY host_id)::float8`;
  const newest = count(sql`newest`);
  const catalogue = count(sql`NOT newest`);
  const ratePerMs = sql`(${hostRate / 1_000}::float8 * pace_share)`;
  const left = sql`(${ratePerMs} - ${catalogue} / ${catalogueMs}::float8)`;
  return sql`greatest(
    CASE WHEN newest THEN ${enclosureMs}::float8 ELSE ${catalogueMs}::float8 END,
    CASE WHEN range_ignored THEN ${dayMs}::float8 * 1.5 ELSE 0 END,
    CASE WHEN ${newest} / ${enclosureMs}::float8 <= ${left} THEN 0
      WHEN ${newest} <= ${left} * ${catalogueMs}::float8 THEN ${newest} / ${left}
      ELSE (${newest} + ${catalogue}) / ${ratePerMs} END)`;
}

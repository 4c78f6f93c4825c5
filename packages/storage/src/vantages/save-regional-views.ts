import type { FaultCode, HostCheck, Probe, Verdict } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { idList } from "../schema/id-list.ts";
import { toJson } from "../schema/json.ts";
import { isAlive } from "./beat-vantage.ts";

/** What is looked at from several vantages. */
export type RegionalKind = "feed" | "media" | "host";

/** How one vantage saw a subject. */
export interface RegionalLook {
  readonly id: number;
  readonly vantage: string;
  readonly verdict: Verdict;
  readonly codes: readonly FaultCode[];
  readonly at: Date;
}

/** How one vantage last saw a subject that is bad from some and good from others. */
export interface RegionalView {
  readonly vantage: string;
  readonly bad: boolean;
  readonly codes: readonly FaultCode[];
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Keeps how each vantage sees what is bad from one of them, until it is good from all that are alive. Costs one look
 * at an index while everything is good; while nobody else is alive to look, nothing is kept.
 */
export async function saveRegionalViews(
  tx: Db,
  kind: RegionalKind,
  looks: readonly RegionalLook[],
): Promise<void> {
  const conclusive = looks.filter(({ verdict }) => verdict !== "inconclusive");
  if (conclusive.length === 0) return;
  const known = await readKnown(
    tx,
    kind,
    conclusive.map(({ id }) => id),
  );
  const views = conclusive
    .filter(({ id, verdict }) => verdict === "unreachable" || known.has(id))
    .map(({ verdict, ...look }) => ({ ...look, bad: verdict === "unreachable" }))
    .sort((one, other) => one.id - other.id);
  if (views.length === 0) return;
  await sql`
    INSERT INTO regional_views AS r (kind, subject_id, vantage, bad, codes, at)
    SELECT ${kind}::subject_kind, v.id, v.vantage, v.bad, v.codes, v.at
    FROM jsonb_to_recordset(${toJson(views)}::jsonb)
      AS v(id bigint, vantage text, bad boolean, codes text[], at timestamptz)
    WHERE EXISTS (SELECT FROM vantage_processes p WHERE ${looksAt(kind)} AND p.vantage <> v.vantage AND ${isAlive})
    ON CONFLICT (kind, subject_id, vantage) DO UPDATE
    SET bad = excluded.bad, codes = excluded.codes, at = excluded.at`.execute(tx);
  const cleared = views.filter(({ bad }) => !bad).map(({ id }) => id);
  if (cleared.length === 0) return;
  await sql`
    DELETE FROM regional_views r WHERE r.kind = ${kind} AND r.subject_id = ANY(${cleared}::bigint[])
      AND NOT EXISTS (SELECT FROM regional_views b WHERE b.kind = r.kind AND b.subject_id = r.subject_id AND b.bad
        AND EXISTS (SELECT FROM vantage_processes p WHERE ${looksAt(kind)} AND p.vantage = b.vantage AND ${isAlive}))`.execute(
    tx,
  );
}

/** Whether process \`p\` looks at what is of that kind. */
function looksAt(kind: RegionalKind) {
  return kind === "feed" ? sql`p.crawls` : sql`p.checks`;
}

async function readKnown(tx: Db, kind: string, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ subject_id: number }>`
    /* plan: regional-subjects */ SELECT DISTINCT subject_id FROM regional_views
    WHERE kind = ${kind}::subject_kind AND subject_id = ANY(${idList(ids)}::bigint[])`.execute(tx);
  return new Set(rows.map((row) => row.subject_id));
}

/** The views of a subject as `RegionalView[]`, or null unless it is bad from one vantage and good from another. */
export function regionalViewsOf(kind: RegionalKind, subjectId: ReturnType<typeof sql>) {
  return sql<readonly RegionalView[] | null>`(
    SELECT jsonb_agg(jsonb_build_object('vantage', r.vantage, 'bad', r.bad, 'codes', r.codes, 'at', r.at)
      ORDER BY r.vantage)
    FROM regional_views r WHERE r.kind = ${sql.lit(kind)}::subject_kind AND r.subject_id = ${subjectId}
    HAVING bool_or(r.bad) AND NOT bool_and(r.bad))`;
}

/** One look as its vantage's view of a subject. */
export function regionalLookOf(id: number, look: Probe | HostCheck): RegionalLook {
  const codes = [...new Set(look.faults.map(({ code }) => code))];
  return { id, vantage: look.vantage, verdict: look.verdict, codes, at: new Date(look.at) };
}

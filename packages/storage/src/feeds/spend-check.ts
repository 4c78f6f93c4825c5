import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** How a publisher's budget of immediate checks stands. */
export interface CheckBudget {
  /** Checks asked for since then, this one among them. */
  readonly used: number;
  readonly since: Date;
}

const hourMs = 60 * 60 * 1_000;

/** Counts an immediate check of a feed that is not proven to be the publisher's own. A budget begins anew each hour. */
export async function spendCheck(
  tx: Db,
  input: { readonly publisherId: string; readonly now: Date },
): Promise<CheckBudget> {
  const { publisherId, now } = input;
  const over = sql`b.since <= ${new Date(now.getTime() - hourMs)}`;
  const { rows } = await sql<CheckBudget>`
    INSERT INTO check_budgets AS b (publisher_id, since, used) VALUES (${publisherId}, ${now}, 1)
    ON CONFLICT (publisher_id) DO UPDATE
      SET since = CASE WHEN ${over} THEN excluded.since ELSE b.since END,
        used = CASE WHEN ${over} THEN 1 ELSE b.used + 1 END
    RETURNING b.used, b.since`.execute(tx);
  const [budget] = rows;
  if (budget === undefined) throw new Error(`the check of ${publisherId} was not counted`);
  return budget;
}

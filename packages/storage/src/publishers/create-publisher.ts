import { randomUUIDv7 } from "node:crypto";
import type { Db } from "../schema/database.ts";
import { textOrNull, toText } from "../schema/json.ts";

/** An account that registers feeds and receives notices. */
export interface Publisher {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly createdAt: Date;
}

/** Makes an account. */
export async function createPublisher(
  db: Db,
  input: { readonly name: string; readonly email?: string | null; readonly now: Date },
): Promise<Publisher> {
  const publisher = {
    id: randomUUIDv7(),
    name: toText(input.name),
    email: textOrNull(input.email ?? null),
    createdAt: input.now,
  };
  const { createdAt: created_at, ...columns } = publisher;
  await db
    .insertInto("publishers")
    .values({ ...columns, created_at })
    .execute();
  return publisher;
}

import { randomUUIDv7 } from "node:crypto";
import type { EndpointRow } from "../endpoints/endpoint-row.ts";
import { addressOfMailto, mailtoUrlOf } from "../endpoints/mailto-url.ts";
import { deleteEndpoint } from "../endpoints/update-endpoint.ts";
import type { Db } from "../schema/database.ts";
import type { SecretBox } from "../secret-box/open-secret-box.ts";

/** Which address is to get a publisher's notices; null for none. */
export interface PublisherEmail {
  readonly publisherId: string;
  readonly address: string | null;
  readonly now: Date;
}

/**
 * Sets the address of a publisher that exists, and makes it an endpoint that every notice goes to; the address before
 * it gets nothing more. The same address again changes nothing. For ops only, who vouch for the address: nobody may
 * have us send mail to a stranger. Gives the endpoint, or undefined without an address. Must run in a transaction.
 */
export async function setPublisherEmail(
  tx: Db,
  box: SecretBox,
  { publisherId, address, now }: PublisherEmail,
): Promise<EndpointRow | undefined> {
  await tx.updateTable("publishers").set({ email: address }).where("id", "=", publisherId).execute();
  const before = await tx
    .selectFrom("endpoints")
    .selectAll()
    .where("publisher_id", "=", publisherId)
    .where("kind", "=", "email")
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (before !== undefined) {
    if (address !== null && addressOfMailto(box.open(before.url)) === address) return before;
    await deleteEndpoint(tx, { id: before.id, owner: publisherId, now });
  }
  if (address === null) return undefined;
  return tx
    .insertInto("endpoints")
    .values({
      id: randomUUIDv7(),
      publisher_id: publisherId,
      kind: "email",
      url: box.seal(mailtoUrlOf(address).href),
      url_host: address.slice(address.lastIndexOf("@") + 1),
      secret: null,
      host_id: null,
      types: null,
      style: "standard",
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

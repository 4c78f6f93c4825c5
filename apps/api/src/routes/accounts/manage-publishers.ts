import {
  createPublisher,
  inTransaction,
  listPublishers,
  type Publisher,
  readPublisher,
  type SecretBox,
  type Store,
  setPublisherEmail,
} from "@earshot/storage";
import type { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { notFound } from "../../http/problem.ts";
import { newPublisher, publisherChange, publisherSchema } from "../../schemas/account-schema.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery, uuidParams } from "../../schemas/basics.ts";

/** What the account routes stand on. */
export interface PublisherRoutes {
  readonly auth: Auth;
  readonly store: Store;
  /** Seals the addresses that notices go to. */
  readonly box: SecretBox;
  readonly clock: () => Date;
}

/** `POST/GET /v1/publishers` and `PATCH /v1/publishers/:id`: accounts, for ops. */
export function managePublishers(app: ApiInstance, deps: PublisherRoutes): void {
  const { auth, store, box, clock } = deps;
  changePublisher(app, deps);
  app.post(
    "/v1/publishers",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Make an account",
        description: "Notices go to `email` where one is given, beside the account's webhooks.",
        body: newPublisher,
        response: { 201: publisherSchema, ...problemAnswers("invalid-fields") },
      },
    },
    async ({ body }, reply) => {
      const { name, email = null } = body;
      const now = clock();
      const publisher = await inTransaction(store, async (tx) => {
        const created = await createPublisher(tx, { name, email, now });
        await setPublisherEmail(tx, box, { publisherId: created.id, address: email, now });
        return created;
      });
      return reply.code(201).send(renderPublisher(publisher));
    },
  );
  app.get(
    "/v1/publishers",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "All accounts, newest first",
        querystring: pageQuery,
        response: { 200: pageOf(publisherSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async ({ query }) =>
      renderPage(query, await listPublishers(store.db, storePageOf(query, idMatchers.uuid)), renderPublisher),
  );
}

/** `PATCH /v1/publishers/:id`: which address gets the account's notices. */
function changePublisher(app: ApiInstance, { auth, store, box, clock }: PublisherRoutes): void {
  app.patch(
    "/v1/publishers/:id",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Set the address that an account's notices go to",
        description:
          "The address before it gets nothing more; null ends e-mail. It shows among the endpoints.",
        params: uuidParams,
        body: publisherChange,
        response: { 200: publisherSchema, ...problemAnswers("not-found", "invalid-fields") },
      },
    },
    async ({ params: { id }, body: { email: address } }) => {
      const now = clock();
      return inTransaction(store, async (tx) => {
        if ((await readPublisher(tx, id)) === undefined) throw notFound("account");
        await setPublisherEmail(tx, box, { publisherId: id, address, now });
        const changed = await readPublisher(tx, id);
        if (changed === undefined) throw new Error("an account was gone while it was changed");
        return renderPublisher(changed);
      });
    },
  );
}

function renderPublisher(publisher: Publisher): z.output<typeof publisherSchema> {
  return { ...publisher, createdAt: publisher.createdAt.toISOString() };
}

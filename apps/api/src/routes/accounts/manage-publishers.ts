import { createPublisher, type Db, listPublishers, type Publisher } from "@earshot/storage";
import type { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPage, storePageOf } from "../../http/paging.ts";
import { newPublisher, publisherSchema } from "../../schemas/account-schema.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf, pageQuery } from "../../schemas/basics.ts";

/** What the account routes stand on. */
export interface PublisherRoutes {
  readonly auth: Auth;
  readonly db: Db;
  readonly clock: () => Date;
}

/** `POST/GET /v1/publishers`: accounts, for ops. */
export function managePublishers(app: ApiInstance, { auth, db, clock }: PublisherRoutes): void {
  app.post(
    "/v1/publishers",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Make an account",
        body: newPublisher,
        response: { 201: publisherSchema, ...problemAnswers("invalid-fields") },
      },
    },
    async ({ body }, reply) => {
      const publisher = await createPublisher(db, {
        name: body.name,
        email: body.email ?? null,
        now: clock(),
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
      renderPage(query, await listPublishers(db, storePageOf(query, idMatchers.uuid)), renderPublisher),
  );
}

function renderPublisher(publisher: Publisher): z.output<typeof publisherSchema> {
  return { ...publisher, createdAt: publisher.createdAt.toISOString() };
}

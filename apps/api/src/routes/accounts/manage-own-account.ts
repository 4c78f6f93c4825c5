import {
  type Db,
  inTransaction,
  lockRow,
  readAccountSettings,
  readPublisher,
  type Store,
  saveAccountSettings,
} from "@earshot/storage";
import type { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { requireMatch } from "../../http/require-match.ts";
import { accountChange, accountSchema } from "../../schemas/account-schema.ts";
import { problemAnswers } from "../../schemas/answers.ts";

/** What the routes of one's own account stand on. */
export interface AccountRoutes {
  readonly auth: Auth;
  readonly store: Store;
}

/** `GET` and `PATCH /v1/account`: what a publisher sets for itself. */
export function manageOwnAccount(app: ApiInstance, { auth, store }: AccountRoutes): void {
  app.get(
    "/v1/account",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["webhooks"],
        summary: "Your own account",
        response: { 200: accountSchema, ...problemAnswers() },
      },
    },
    (request) => renderAccount(store.db, auth.callerOf(request).publisherId),
  );
  app.patch(
    "/v1/account",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["webhooks"],
        summary: "Change your own account",
        description:
          "What you leave out stays as it is. Reminders are `incident.updated` notices with a `reminder` number, until you acknowledge.",
        body: accountChange,
        response: { 200: accountSchema, ...problemAnswers("invalid-fields", "precondition-failed") },
      },
    },
    (request) => {
      const { publisherId } = auth.callerOf(request);
      return inTransaction(store, async (tx) => {
        await requireMatch(request, accountSchema, async () => {
          await lockRow(tx, "publishers", publisherId);
          return renderAccount(tx, publisherId);
        });
        await saveAccountSettings(tx, publisherId, request.body);
        return renderAccount(tx, publisherId);
      });
    },
  );
}

async function renderAccount(db: Db, publisherId: string): Promise<z.output<typeof accountSchema>> {
  const publisher = await readPublisher(db, publisherId);
  if (publisher === undefined) throw new Error("the caller's account is not there");
  const { id, name, email, createdAt } = publisher;
  return {
    id,
    name,
    email,
    createdAt: createdAt.toISOString(),
    ...(await readAccountSettings(db, publisherId)),
  };
}

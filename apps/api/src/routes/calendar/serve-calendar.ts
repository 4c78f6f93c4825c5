import { closeCalendar, type Db, findCalendar, openCalendar, readCalendar } from "@earshot/storage";
import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import { buildCalendar } from "../../calendar/build-calendar.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers, publicAnswers } from "../../schemas/answers.ts";
import { noContent } from "../../schemas/basics.ts";
import { calendarExample } from "../../schemas/examples/text-examples.ts";
import { calendarSchema, openedCalendar } from "../../schemas/status-schema.ts";
import { withExample } from "../../schemas/with-example.ts";

/** What the calendar routes stand on. */
export interface CalendarRoutes {
  readonly auth: Auth;
  readonly db: Db;
  readonly clock: () => Date;
  /** Where we are reached from outside. */
  readonly publicUrl: string;
}

const tokenParams = z.object({ token: z.string().regex(/^[\w-]{43}$/, "is no token that we give out") });

/** `GET/POST/DELETE /v1/calendar`, and the calendar itself at an address that nobody guesses. */
export function serveCalendar(app: ApiInstance, deps: CalendarRoutes): void {
  readOwnCalendar(app, deps);
  openOwnCalendar(app, deps);
  closeOwnCalendar(app, deps);
  const { db, clock, publicUrl } = deps;
  app.get(
    "/v1/calendar/:token/certificates.ics",
    {
      schema: {
        tags: ["hosts"],
        summary: "Certificate deadlines as a calendar",
        description: "Needs no key: whoever has the address may read it. iCalendar (RFC 5545), a year ahead.",
        params: tokenParams,
        response: {
          200: {
            description: "A calendar.",
            content: { "text/calendar": { schema: withExample(z.string(), calendarExample) } },
          },
          ...publicAnswers("not-found"),
        },
      },
    },
    async (request, reply) => {
      const calendar = await findCalendar(db, request.params.token);
      if (calendar === undefined) throw notFound("calendar");
      const text = await buildCalendar(db, { publisherId: calendar.publisherId, now: clock(), publicUrl });
      return reply
        .header("cache-control", "private, max-age=900")
        .type("text/calendar; charset=utf-8")
        .serializer((sent) => String(sent))
        .send(text);
    },
  );
}

function readOwnCalendar(app: ApiInstance, { auth, db }: CalendarRoutes): void {
  app.get(
    "/v1/calendar",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["hosts"],
        summary: "Whether the account's calendar of certificate deadlines can be read",
        response: { 200: calendarSchema, ...problemAnswers() },
      },
    },
    async (request) => {
      const calendar = await readCalendar(db, auth.callerOf(request).publisherId);
      return { createdAt: calendar?.createdAt.toISOString() ?? null };
    },
  );
}

function openOwnCalendar(app: ApiInstance, { auth, db, clock, publicUrl }: CalendarRoutes): void {
  app.post(
    "/v1/calendar",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["hosts"],
        summary: "Open the account's calendar of certificate deadlines, under a new address",
        description: "The address before it, if there was one, means nothing any more.",
        response: { 201: openedCalendar, ...problemAnswers() },
      },
    },
    async (request, reply) => {
      const { publisherId } = auth.callerOf(request);
      const { token, calendar } = await openCalendar(db, { publisherId, now: clock() });
      return reply.code(201).send({
        createdAt: calendar.createdAt.toISOString(),
        url: `${publicUrl}/v1/calendar/${token}/certificates.ics`,
      });
    },
  );
}

function closeOwnCalendar(app: ApiInstance, { auth, db }: CalendarRoutes): void {
  app.delete(
    "/v1/calendar",
    {
      onRequest: auth.allow("publisher"),
      schema: {
        tags: ["hosts"],
        summary: "Close the account's calendar of certificate deadlines",
        response: { 204: noContent, ...problemAnswers() },
      },
    },
    async (request, reply) => {
      await closeCalendar(db, auth.callerOf(request).publisherId);
      return reply.code(204).send();
    },
  );
}

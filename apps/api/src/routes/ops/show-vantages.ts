import { type Db, listVantageProcesses, type VantageProcess } from "@earshot/storage";
import { z } from "zod";
import type { Auth } from "../../auth/open-auth.ts";
import type { ApiInstance } from "../../http/api-instance.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { instant } from "../../schemas/basics.ts";
import { withExample } from "../../schemas/with-example.ts";

const suspicion = z.enum(["ipv4", "ipv6", "clock", "names", "lag"]).meta({
  description:
    "Most canaries fail over IPv4 or IPv6; the clock is provably wrong; the name servers do not answer; the event loop was held up for more than 500 ms.",
});

const vantageProcessItem = z
  .object({
    id: z.uuid().meta({ description: "Of the process, new at each of its starts." }),
    vantage: z.string(),
    checks: z.boolean().meta({ description: "Whether it probes enclosures and checks hosts." }),
    crawls: z.boolean().meta({ description: "Whether it fetches feeds." }),
    alive: z.boolean(),
    suspicions: z.array(suspicion),
    suspectAt: instant.nullable().meta({ description: "When it last came under suspicion." }),
    clearedAt: instant.nullable().meta({ description: "When it was last cleared of all." }),
    clockOffsetMs: z.number().nullable().meta({
      description: "How far its clock is behind that of most servers; null while that is not provable.",
    }),
    startedAt: instant,
  })
  .meta({ id: "VantageProcess" });

const seenProcess = vantageProcessItem.extend({ seenAt: instant });

const seenProcesses = withExample(z.object({ items: z.array(seenProcess), next: z.null() }), {
  items: [
    {
      ...{
        id: "511845b8-0bb2-47e7-b86d-2eb0f168e7f9",
        vantage: "eu-west",
        checks: true,
        crawls: true,
        alive: true,
      },
      ...{ suspicions: [], suspectAt: null, clearedAt: null, clockOffsetMs: null },
      startedAt: "2026-11-20T08:00:03.204Z",
      seenAt: "2026-11-25T00:10:04.060Z",
    },
  ],
  next: null,
});

/** `GET /v1/ops/vantages`: the processes that look at the world, where from, and what each suspects itself of. */
export function showVantages(app: ApiInstance, { auth, db }: { readonly auth: Auth; readonly db: Db }): void {
  app.get(
    "/v1/ops/vantages",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Where we look from, and whether each vantage is believed",
        description: "The processes of the last day. One that was not heard of for 20 s is not alive.",
        response: {
          200: seenProcesses,
          ...problemAnswers(),
        },
      },
    },
    async () => {
      const processes = await listVantageProcesses(db);
      const items = processes.map((one) => ({ ...renderVantage(one), seenAt: one.seenAt.toISOString() }));
      return { items, next: null };
    },
  );
}

/** A process as its event tells it: without what changes at each beat. */
export function renderVantage(process: VantageProcess): z.output<typeof vantageProcessItem> {
  const { id, vantage, checks, crawls, isAlive, clockOffsetMs } = process;
  return {
    ...{ id, vantage, checks, crawls, clockOffsetMs, alive: isAlive, suspicions: [...process.suspicions] },
    suspectAt: process.suspectAt?.toISOString() ?? null,
    clearedAt: process.clearedAt?.toISOString() ?? null,
    startedAt: process.startedAt.toISOString(),
  };
}

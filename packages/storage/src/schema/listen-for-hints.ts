import pg from "pg";
import type { StorageLog } from "../storage-log.ts";
import type { HintChannel } from "./send-hint.ts";

/** What to do when a hint comes, by channel. */
export type HintHandlers = Readonly<Partial<Record<HintChannel, () => void>>>;

/** A listener that is running. */
export interface HintListener {
  close(): Promise<void>;
}

const retryMs = 2_000;

/**
 * Listens for hints on a connection of its own and makes a new one when that is lost. A hint missed meanwhile does no
 * harm: every loop that is woken by one also looks by itself. Resolves once it listens, or once the first attempt failed.
 */
export async function listenForHints(
  source: { readonly url: string; readonly log: StorageLog },
  handlers: HintHandlers,
): Promise<HintListener> {
  const channels = Object.keys(handlers);
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: source.url, application_name: "earshot-hints" });
    fresh.on("error", () => retry(fresh));
    fresh.on("end", () => retry(fresh));
    fresh.on("notification", ({ channel }) => handlers[channel as HintChannel]?.());
    client = fresh;
    try {
      await fresh.connect();
      for (const channel of channels) await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`);
    } catch (error) {
      source.log.warn({ err: error }, "Cannot listen for hints; loops look by themselves meanwhile");
      retry(fresh);
    }
  }

  function retry(lost: pg.Client): void {
    if (isClosed || client !== lost) return;
    client = undefined;
    lost.end().catch(() => {});
    timer = setTimeout(() => void connect(), retryMs);
  }

  await connect();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}

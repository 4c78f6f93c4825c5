import type { HostSignal } from "@earshot/domain";
import { type HostName, hostKey } from "../hosts/upsert-hosts.ts";
import type { Store } from "../schema/open-store.ts";
import type { StorageLog } from "../storage-log.ts";
import { saveHostEntries } from "./save-host-entries.ts";

/** What came of one request to a host. */
export interface HostReport {
  readonly host: HostName;
  readonly signal: HostSignal;
}

/** How requests and complaints get from one process into the store, for the whole fleet. */
export interface HostLedger {
  /** Counts one request as it goes out; counts are written together, every two seconds. */
  count(host: HostName): void;
  /**
   * Notes what came of requests. Complaints and faults are in the store when this resolves, and every planner and gate
   * keeps to them; mere answers are written with the counts.
   */
  note(reports: readonly HostReport[]): Promise<void>;
  /** Until when the host wants to be left alone, as far as this process was told; null when it may be asked. */
  closedUntil(host: HostName): Date | null;
  /** Writes what was not written yet. */
  close(): Promise<void>;
}

/** What a ledger is opened with. */
export interface HostLedgerOptions {
  readonly clock: () => Date;
  readonly log: StorageLog;
  /**
   * Milliseconds of a clock that nobody sets. Who plays one of its own has no timers either: counts are then written
   * with the next note.
   */
  readonly elapsedMs?: () => number;
}

const writeEveryMs = 2_000;
/** More signals of one host between two writes say nothing new. */
const signalsMax = 50;

/** An entry that is being written. */
interface OpenEntry {
  readonly host: HostName;
  readonly requests: Map<string, number>;
  readonly signals: HostSignal[];
}

/** Opens a ledger. What it holds is lost with a process that is killed: two seconds of counts, which no rule depends on. */
export function openHostLedger(store: Store, options: HostLedgerOptions): HostLedger {
  const { clock, log, elapsedMs = () => performance.now() } = options;
  let entries = new Map<string, OpenEntry>();
  let writing: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let writtenAtMs = elapsedMs();
  let hasTimers = options.elapsedMs === undefined;
  const closed = new Map<string, Date>();

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writtenAtMs = elapsedMs();
    const taken = entries;
    entries = new Map();
    if (taken.size === 0) return;
    const now = clock();
    try {
      for (const { host, closedUntil } of await saveHostEntries(store, [...taken.values()], now)) {
        if (closedUntil !== null) closed.set(hostKey(host), closedUntil);
      }
    } catch (error) {
      for (const entry of taken.values()) putBack(entry);
      throw error;
    }
    for (const [key, until] of closed) if (until <= now) closed.delete(key);
  }

  /** One write at a time, so that what a host said is judged in the order in which it came. */
  function writeNext(): Promise<void> {
    const next = writing.then(write);
    writing = next.catch(() => {});
    return next;
  }

  function writeSoon(): void {
    if (!hasTimers || timer !== undefined) return;
    timer = setTimeout(() => {
      writeNext().catch((error: unknown) => {
        log.warn({ err: error }, "counts of requests were not written, trying again");
      });
    }, writeEveryMs);
    // Whoever wants its last counts to be written closes the ledger.
    timer.unref();
  }

  function entryOf(host: HostName): OpenEntry {
    const key = hostKey(host);
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry = { host, requests: new Map(), signals: [] };
    entries.set(key, entry);
    writeSoon();
    return entry;
  }

  function putBack({ host, requests, signals }: OpenEntry): void {
    const entry = entryOf(host);
    for (const [day, count] of requests) addTo(entry.requests, day, count);
    entry.signals.unshift(...signals);
  }

  return {
    count(host) {
      addTo(entryOf(host).requests, clock().toISOString().slice(0, 10), 1);
    },
    async note(reports) {
      for (const { host, signal } of reports) {
        const { signals } = entryOf(host);
        if (signal.kind === "answered" && signals.at(-1)?.kind === "answered") continue;
        signals.push(signal);
        if (signals.length > signalsMax) signals.shift();
      }
      const isUrgent = reports.some(({ signal }) => signal.kind !== "answered");
      if (isUrgent || elapsedMs() - writtenAtMs > writeEveryMs) await writeNext();
    },
    closedUntil(host) {
      const until = closed.get(hostKey(host));
      return until !== undefined && until > clock() ? until : null;
    },
    close() {
      hasTimers = false;
      return writeNext();
    },
  };
}

function addTo(counts: Map<string, number>, day: string, count: number): void {
  counts.set(day, (counts.get(day) ?? 0) + count);
}

import type { HostSignal } from "@earshot/domain";
import { type HostName, hostKey } from "../hosts/upsert-hosts.ts";
import type { Store } from "../schema/open-store.ts";
import { type HostEntry, saveHostEntries } from "./save-host-entries.ts";

/** One request to a host, and what came of it. */
export interface HostReport {
  readonly host: HostName;
  readonly signal: HostSignal;
}

/** How requests and complaints get from one process into the store, for the whole fleet. */
export interface HostLedger {
  /**
   * Notes requests. Complaints and faults are in the store when this resolves, and every planner and gate keeps to them;
   * mere answers are written together, every two seconds.
   */
  note(reports: readonly HostReport[]): Promise<void>;
  /** Until when the host wants to be left alone, as far as this process was told; null when it may be asked. */
  closedUntil(host: HostName): Date | null;
  /** Writes what was not written yet. */
  close(): Promise<void>;
}

const writeEveryMs = 2_000;
/** More signals of one host between two writes say nothing new. */
const signalsMax = 50;

/**
 * Opens a ledger. What it holds is lost with its process: at most two seconds of counts, which no rule depends on. The
 * two seconds are by `elapsedMs`, milliseconds of a clock that nobody sets.
 */
export function openHostLedger(
  store: Store,
  clock: () => Date,
  elapsedMs: () => number = () => performance.now(),
): HostLedger {
  let entries = new Map<string, HostEntry>();
  let writtenAtMs = elapsedMs();
  let writing: Promise<unknown> = Promise.resolve();
  const closed = new Map<string, Date>();

  async function write(): Promise<void> {
    const taken = [...entries.values()];
    entries = new Map();
    writtenAtMs = elapsedMs();
    if (taken.length === 0) return;
    const now = clock();
    for (const { host, closedUntil } of await saveHostEntries(store, taken, now)) {
      if (closedUntil !== null) closed.set(hostKey(host), closedUntil);
    }
    for (const [key, until] of closed) if (until <= now) closed.delete(key);
  }

  /** One write at a time, so that what a host said is judged in the order in which it came. */
  function writeNext(): Promise<void> {
    const next = writing.then(write);
    writing = next.catch(() => {});
    return next;
  }

  return {
    async note(reports) {
      for (const report of reports) enter(entries, report);
      const isUrgent = reports.some(({ signal }) => signal.kind !== "answered");
      if (isUrgent || elapsedMs() - writtenAtMs > writeEveryMs) await writeNext();
    },
    closedUntil(host) {
      const until = closed.get(hostKey(host));
      return until !== undefined && until > clock() ? until : null;
    },
    close: () => writeNext(),
  };
}

function enter(entries: Map<string, HostEntry>, { host, signal }: HostReport): void {
  const key = hostKey(host);
  const entry = entries.get(key) ?? { host, requests: 0, signals: [] };
  const isRepeated = signal.kind === "answered" && entry.signals.at(-1)?.kind === "answered";
  const signals = isRepeated ? entry.signals : [...entry.signals, signal].slice(-signalsMax);
  entries.set(key, { host, requests: entry.requests + 1, signals });
}

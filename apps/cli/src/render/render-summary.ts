import type { Probe, Verdict } from "@earshot/domain";
import { paint } from "./paint.ts";
import { terminalWidth, wrapText } from "./wrap-text.ts";

const order: readonly Verdict[] = ["healthy", "degraded", "unreachable", "inconclusive"];

/** Counts by verdict on one line, those that are zero in grey. */
export function renderTotals(totals: Readonly<Record<Verdict, number>>): string {
  return order
    .map((verdict) => {
      const text = `${totals[verdict]} ${verdict}`;
      return totals[verdict] === 0 ? paint.dim(text) : paint.verdict(verdict, text);
    })
    .join(" · ");
}

/** Counts probes as they come, for one line at the end of many. */
export class ProbeTally {
  readonly totals: Record<Verdict, number> = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0 };
  #expiresAt: string | null = null;

  add(probe: Probe): void {
    this.totals[probe.verdict] += 1;
    const { expiresAt } = probe;
    if (expiresAt !== null && (this.#expiresAt === null || expiresAt < this.#expiresAt))
      this.#expiresAt = expiresAt;
  }

  get count(): number {
    return order.reduce((sum, verdict) => sum + this.totals[verdict], 0);
  }

  /** `6 probed: 1 healthy · …`, and when the first certificate of all chains ends. */
  render(now: Date): string {
    const verb = Date.parse(this.#expiresAt ?? "") <= now.getTime() ? "ended" : "ends";
    const end = this.#expiresAt === null ? "" : paint.dim(` · first certificate ${verb} ${this.#expiresAt}`);
    const line = `${paint.bold(`${this.count} probed:`)} ${renderTotals(this.totals)}${end}`;
    return wrapText(line, 2, terminalWidth());
  }
}

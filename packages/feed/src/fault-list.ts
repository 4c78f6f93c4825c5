import { buildFault, type Fault, type FaultCode, type FaultDetails, faultCatalogue } from "@earshot/domain";

/** Faults told singly of one kind within a code, so that one frequent slip does not crowd out the others. */
const faultsPerKindMax = 8;

interface Tally {
  total: number;
  told: number;
  readonly kinds: Map<string, number>;
}

/** The faults found so far: bounded per code and kind, with one summary for those left out. */
export class FaultList {
  private readonly faults: Fault[] = [];
  private readonly tallies = new Map<FaultCode, Tally>();
  private readonly perCodeMax: number;

  constructor(perCodeMax: number) {
    this.perCodeMax = perCodeMax;
  }

  /** Adds a fault; faults that share code and message (or the `kind` given) count as one kind. */
  add(code: FaultCode, details: FaultDetails = {}, kind: string = details.message ?? ""): void {
    const tally = this.tallies.get(code) ?? { total: 0, told: 0, kinds: new Map<string, number>() };
    this.tallies.set(code, tally);
    tally.total++;
    const ofKind = tally.kinds.get(kind) ?? 0;
    if (ofKind > 0 && (ofKind >= faultsPerKindMax || tally.told >= this.perCodeMax)) {
      tally.kinds.set(kind, ofKind + 1);
      return;
    }
    if (tally.kinds.size < this.perCodeMax * 2) tally.kinds.set(kind, ofKind + 1);
    else if (ofKind === 0) return;
    tally.told++;
    const { explanation, remedy } = faultCatalogue[code];
    this.faults.push(buildFault(code, { message: `${explanation} ${remedy}`, ...details }));
  }

  /** Counts one more fault of `code` without telling it: its kind has been told often enough. */
  skip(code: FaultCode): void {
    const tally = this.tallies.get(code);
    if (tally !== undefined) tally.total++;
  }

  /** Whether a fault of `code` has been added. */
  has(code: FaultCode): boolean {
    return this.tallies.has(code);
  }

  /** All faults in the order found, each code's summary last. */
  list(): Fault[] {
    const summaries: Fault[] = [];
    for (const [code, tally] of this.tallies) {
      const untold = tally.total - tally.told;
      if (untold > 0) {
        const worst = this.faults.find((fault) => fault.code === code);
        const severity = worst === undefined ? {} : { severity: worst.severity };
        summaries.push(
          buildFault(code, {
            ...severity,
            message: `${untold} more faults of this code are not listed; they are like those that are.`,
          }),
        );
      }
    }
    return [...this.faults, ...summaries];
  }
}

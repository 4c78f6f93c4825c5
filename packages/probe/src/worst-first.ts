import type { Fault } from "@earshot/domain";

/** Faults by what they mean for a listener: outages, then doubts, warnings and the rest; equals stay in their order. */
export function worstFirst(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function rankOf(fault: Fault): number {
  if (fault.doubt) return 1;
  return { outage: 0, warning: 2, info: 3 }[fault.severity];
}

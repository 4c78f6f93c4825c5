import { type Fault, type Probe, verdictOf } from "@earshot/domain";

/** The probe with more faults, and the verdict that all of them together amount to. */
export function addFaults(probe: Probe, faults: readonly Fault[]): Probe {
  if (faults.length === 0) return probe;
  const all = [...probe.faults, ...faults];
  return { ...probe, faults: all, verdict: verdictOf(all) };
}

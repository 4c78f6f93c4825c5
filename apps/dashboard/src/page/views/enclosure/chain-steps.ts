import type { Hop, ProbeEvidence } from "../../api/feeds.ts";

type Fault = ProbeEvidence["faults"][number];

/** One hop of a redirect chain as it is drawn. */
export interface ChainStep {
  readonly hop: Hop;
  readonly index: number;
  /** What was found wrong here, the gravest first. */
  readonly faults: readonly Fault[];
  /** Where listeners get no further. */
  readonly isBroken: boolean;
  readonly isLast: boolean;
}

const gravity = { outage: 0, warning: 1, info: 2 } as const;

/** The hops with what was found at each; faults that name no hop belong to the last one, which they were seen at. */
export function chainSteps({ hops, faults }: Pick<ProbeEvidence, "hops" | "faults">): readonly ChainStep[] {
  const last = hops.length - 1;
  return hops.map((hop, index) => {
    const here = faults
      .filter((fault) => (fault.hop ?? last) === index)
      .sort((a, b) => gravity[a.severity] - gravity[b.severity]);
    return {
      hop,
      index,
      faults: here,
      isBroken: here.some(({ severity }) => severity === "outage"),
      isLast: index === last,
    };
  });
}

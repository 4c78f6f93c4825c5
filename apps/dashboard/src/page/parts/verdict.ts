/** What a probe concludes, or that there was none yet. */
export type Shown = "unreachable" | "degraded" | "inconclusive" | "healthy" | "unprobed";

/** From the worst to the best, as lists and bars order them. */
export const shownVerdicts: readonly Shown[] = [
  "unreachable",
  "degraded",
  "inconclusive",
  "healthy",
  "unprobed",
];

/** The words for a verdict, one for a badge and one sentence for a legend. */
export const verdictWords: Readonly<Record<Shown, { readonly word: string; readonly meaning: string }>> = {
  healthy: { word: "Healthy", meaning: "Listeners hear it." },
  degraded: { word: "Degraded", meaning: "Listeners hear it, but something should be fixed." },
  unreachable: { word: "Unreachable", meaning: "Listeners cannot hear it." },
  inconclusive: {
    word: "Inconclusive",
    meaning: "Earshot cannot tell; it was turned away or doubts itself.",
  },
  unprobed: { word: "Not probed yet", meaning: "The first look is still to come." },
};

/** How a verdict that may be absent is shown. */
export function shownOf(verdict: Exclude<Shown, "unprobed"> | null): Shown {
  return verdict ?? "unprobed";
}

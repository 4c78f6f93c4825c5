import { badge } from "../dom.js";

/** What each verdict means to a publisher, and its tone. */
export const verdicts = {
  unreachable: { word: "cannot be heard", tone: "bad" },
  inconclusive: { word: "cannot tell", tone: "unsure" },
  degraded: { word: "heard, with faults", tone: "warn" },
  healthy: { word: "healthy", tone: "good" },
  unprobed: { word: "not probed yet", tone: "soft" },
};

/** A pill for a verdict; null is a subject that was not probed yet. */
export function verdictBadge(verdict) {
  const { word, tone } = verdicts[verdict ?? "unprobed"];
  return badge(word, tone);
}

import { badge } from "../dom.js";

/** What each verdict means to a publisher, and its tone; worst first. */
export const verdicts = {
  unreachable: { word: "cannot be heard", tone: "bad" },
  inconclusive: { word: "cannot tell", tone: "unsure" },
  degraded: { word: "heard, with faults", tone: "warn" },
  unprobed: { word: "not probed yet", tone: "soft" },
  healthy: { word: "healthy", tone: "good" },
};

/** A pill for a verdict; null is a subject that was not probed yet. */
export function verdictBadge(verdict) {
  const { word, tone } = verdicts[verdict ?? "unprobed"];
  return badge(word, tone);
}

import { makeBadge } from "badge-maker";
import type { StatusState } from "./judge-status.ts";

const colours: Readonly<Record<StatusState, string>> = {
  operational: "brightgreen",
  degraded: "yellow",
  outage: "red",
  unknown: "lightgrey",
};

/** The state of a feed as an SVG badge, with its words for screen readers. */
export function drawBadge(state: StatusState): string {
  return makeBadge({ label: "podcast", message: state, color: colours[state] });
}

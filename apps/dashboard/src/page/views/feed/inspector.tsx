import type { Enclosure } from "../../api/feeds.ts";
import { formatDay } from "../../parts/format.ts";
import { shownOf } from "../../parts/verdict.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { When } from "../../parts/when.tsx";

/** What is under the pointer or the keyboard on the wall; of the same height whatever it shows. */
export function Inspector({ enclosure }: { readonly enclosure: Enclosure | undefined }) {
  if (enclosure === undefined)
    return (
      <div className="inspector soft">Point at a cell, or move with the arrow keys; Enter opens it.</div>
    );
  const { title, guid, publishedAt, faults, kind, probedAt } = enclosure;
  return (
    <div className="inspector">
      <div className="inspector-line">
        <VerdictBadge verdict={shownOf(enclosure.verdict)} />
        <strong className="inspector-title">{title ?? guid ?? "Untitled episode"}</strong>
      </div>
      <div className="inspector-line soft">
        {publishedAt !== null && <span>{formatDay(publishedAt)}</span>}
        {enclosure.regional !== null && <span>regional: not from everywhere</span>}
        {kind === "alternate" && <span>alternate enclosure</span>}
        <span>
          probed <When at={probedAt} />
        </span>
        {faults.length > 0 && <span className="mono">{faults.map(({ code }) => code).join(", ")}</span>}
      </div>
    </div>
  );
}

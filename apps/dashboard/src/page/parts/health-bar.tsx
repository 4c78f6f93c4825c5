import { type Shown, shownVerdicts, verdictWords } from "./verdict.ts";
import { VerdictGlyph } from "./verdict-glyph.tsx";

/** How many of each verdict there are. */
export type Counts = Readonly<Record<Shown, number>> & { readonly total: number };

/** The shares of the verdicts as a bar; the words beside it say the same. Drawn in SVG, since the policy allows no inline style. */
export function HealthBar({ counts }: { readonly counts: Counts }) {
  let x = 0;
  const parts = shownVerdicts.map((verdict) => {
    // A single broken episode among thousands must still be seen.
    const share = counts.total === 0 ? 0 : counts[verdict] / counts.total;
    const width = share === 0 ? 0 : Math.max(share * 100, 2);
    const part = { verdict, x, width };
    x += width;
    return part;
  });
  return (
    <svg
      viewBox={`0 0 ${Math.max(x, 1)} 1`}
      preserveAspectRatio="none"
      className="health-bar"
      aria-hidden="true"
    >
      {parts
        .filter(({ width }) => width > 0)
        .map((part) => (
          <rect
            key={part.verdict}
            className={`fill-${part.verdict}`}
            x={part.x}
            y={0}
            width={part.width}
            height={1}
          />
        ))}
    </svg>
  );
}

/** The counts, the worst first, each behind the shape of its verdict; screen readers get the words. */
export function CountList({ counts }: { readonly counts: Counts }) {
  const shown = shownVerdicts.filter((verdict) => counts[verdict] > 0);
  if (shown.length === 0) return <span className="soft">No enclosures yet</span>;
  return (
    <span className="counts tnum">
      {shown.map((verdict) => (
        <span key={verdict} title={verdictWords[verdict].meaning}>
          <VerdictGlyph verdict={verdict} size={11} />
          {counts[verdict].toLocaleString("en")}
          <span className={shown.length > 2 ? "visually-hidden" : undefined}>
            {` ${verdictWords[verdict].word.toLowerCase()}`}
          </span>
        </span>
      ))}
    </span>
  );
}

/** The counts in words, the worst first: "2 unreachable, 40 healthy". */
export function describeCounts(counts: Counts): string {
  if (counts.total === 0) return "No enclosures yet";
  return shownVerdicts
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict].toLocaleString("en")} ${verdictWords[verdict].word.toLowerCase()}`)
    .join(", ");
}

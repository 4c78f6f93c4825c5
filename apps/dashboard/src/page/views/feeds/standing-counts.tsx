import type { FeedSummary, Standing } from "../../api/feeds.ts";
import { shownVerdicts, verdictWords } from "../../parts/verdict.ts";
import { VerdictGlyph } from "../../parts/verdict-glyph.tsx";

/** The counts, and which of them the list is narrowed to. */
export interface StandingCountsProps {
  /** Undefined while it is loaded: the places are there already. */
  readonly summary: FeedSummary | undefined;
  readonly value: Standing | null;
  readonly onChange: (standing: Standing | null) => void;
}

/** How many feeds stand how, at a glance; each number narrows the list to those that it counts. */
export function StandingCounts({ summary, value, onChange }: StandingCountsProps) {
  return (
    <fieldset className="standings">
      <legend className="visually-hidden">Feeds by how they stand</legend>
      <button type="button" aria-pressed={value === null} onClick={() => onChange(null)}>
        <span className="standing-count">{show(summary?.total)}</span>
        <span className="standing-word">{summary?.total === 1 ? "Feed" : "Feeds"}</span>
      </button>
      {shownVerdicts.map((verdict) => (
        <button
          key={verdict}
          type="button"
          aria-pressed={value === verdict}
          data-none={summary?.[verdict] === 0 || undefined}
          title={verdictWords[verdict].meaning}
          onClick={() => onChange(value === verdict ? null : verdict)}
        >
          <span className="standing-count">
            <VerdictGlyph verdict={verdict} size={14} />
            {show(summary?.[verdict])}
          </span>
          <span className="standing-word">{verdictWords[verdict].word}</span>
        </button>
      ))}
    </fieldset>
  );
}

function show(count: number | undefined): string {
  return count?.toLocaleString("en") ?? "–";
}

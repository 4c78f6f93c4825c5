import { shownVerdicts, verdictWords } from "../../parts/verdict.ts";

/** What the cells of the wall mean. */
export function VerdictLegend() {
  return (
    <ul className="legend" aria-label="What the cells mean">
      {shownVerdicts.map((verdict) => (
        <li key={verdict} title={verdictWords[verdict].meaning}>
          <span className={`cell cell-${verdict}`} aria-hidden="true" />
          {verdictWords[verdict].word}
        </li>
      ))}
    </ul>
  );
}

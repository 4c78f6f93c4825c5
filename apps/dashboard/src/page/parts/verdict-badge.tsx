import { type Shown, verdictWords } from "./verdict.ts";
import { VerdictGlyph } from "./verdict-glyph.tsx";

/** A verdict as shape and word. */
export function VerdictBadge({ verdict }: { readonly verdict: Shown }) {
  return (
    <span className={`badge badge-${verdict}`}>
      <VerdictGlyph verdict={verdict} size={12} />
      {verdictWords[verdict].word}
    </span>
  );
}

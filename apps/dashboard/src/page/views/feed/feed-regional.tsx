import type { Feed } from "../../api/feeds.ts";
import { count } from "../../parts/format.ts";

/** Says which of a feed's enclosures can be heard from one place and not from another, by vantage. */
export function FeedRegional({ counts }: { readonly counts: Feed["regionalEnclosures"] }) {
  if (counts === null) return null;
  return (
    <div className="note note-doubt">
      <p>
        <strong>A regional failure.</strong> Some enclosures can be heard from one vantage and not from
        another. Listeners elsewhere hear them, so this opens no incident.
      </p>
      <ul>
        {counts.map(({ vantage, unreachable, heard }) => (
          <li key={vantage}>
            From “{vantage}”: {count(unreachable, "enclosure")} unreachable, {heard.toLocaleString("en")}{" "}
            heard
          </li>
        ))}
      </ul>
    </div>
  );
}

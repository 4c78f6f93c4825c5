import type { FeedFilter } from "../../api/feeds.ts";
import { Button } from "../../parts/button.tsx";
import { curlLine, EmptyState } from "../../parts/empty-state.tsx";
import { verdictWords } from "../../parts/verdict.ts";

/** Nothing is as the filter wants it; says what was asked for, and leads out. */
export function NothingFound({
  filter,
  onClear,
}: {
  readonly filter: FeedFilter;
  readonly onClear: () => void;
}) {
  const { search, standing, label } = filter;
  const asked = [
    standing !== null && `stands as ${verdictWords[standing].word.toLowerCase()}`,
    label !== null && `has the label “${label}”`,
    search.length >= 2 && `has “${search}” in its title or address`,
  ].filter((part) => part !== false);
  return (
    <EmptyState title="No feed matches" action={<Button onClick={onClear}>Show all feeds</Button>}>
      No feed of yours {asked.join(" and ")}.
    </EmptyState>
  );
}

/** Nothing is registered yet: what happens when something is, and how to begin. */
export function NoFeeds() {
  return (
    <EmptyState
      title="No feeds yet"
      command={curlLine("POST", "/v1/feeds", { url: "https://example.org/feed.xml" })}
    >
      Give the address of a podcast's RSS feed above. Earshot fetches it at once, probes every episode's audio
      the way a listener's app would, and tells you when one cannot be heard. From a shell it is one line:
    </EmptyState>
  );
}

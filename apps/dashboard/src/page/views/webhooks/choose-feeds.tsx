import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { feedsQuery } from "../../api/feeds.ts";
import { count } from "../../parts/format.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { SearchBox } from "../../parts/search-box.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

/** The feeds whose notices are wanted; null is all of them. */
export interface ChooseFeedsProps {
  readonly feedIds: readonly string[] | null;
  readonly onChange: (feedIds: readonly string[] | null) => void;
  readonly error?: string | undefined;
}

/** All feeds, also those to come, or only some. */
export function ChooseFeeds({ feedIds, onChange, error }: ChooseFeedsProps) {
  return (
    <fieldset className="checks">
      <legend className="field-label">Feeds</legend>
      <label>
        <input
          type="checkbox"
          checked={feedIds === null}
          onChange={({ target }) => onChange(target.checked ? null : [])}
        />
        All feeds, also those to come
      </label>
      {feedIds !== null && <SomeFeeds feedIds={feedIds} onChange={onChange} />}
      {error !== undefined && <p className="field-error">{error}</p>}
    </fieldset>
  );
}

function SomeFeeds(props: {
  readonly feedIds: readonly string[];
  readonly onChange: (feedIds: readonly string[]) => void;
}) {
  const { feedIds, onChange } = props;
  const [search, setSearch] = useState("");
  const filter = { search: useDeferredValue(search), standing: null, label: null, order: "newest" } as const;
  const list = useInfiniteQuery(feedsQuery(filter));
  const { data, error, refetch } = list;
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={3} />;
  const feeds = data.pages.flatMap(({ items }) => items);
  const toggle = (id: string, isTaken: boolean) =>
    onChange(isTaken ? [...feedIds, id] : feedIds.filter((one) => one !== id));
  return (
    <div className="stack">
      {(feeds.length > 8 || search !== "") && (
        <SearchBox label="Find a feed" value={search} onChange={setSearch} />
      )}
      <div className="choices">
        {feeds.map(({ id, title, url }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={feedIds.includes(id)}
              onChange={({ target }) => toggle(id, target.checked)}
            />
            <span className="cut">{title ?? url}</span>
          </label>
        ))}
        {feeds.length === 0 && <span className="soft">No feed is called that.</span>}
        <LoadMore pages={list} />
      </div>
      <span className="field-hint">
        {feedIds.length === 0 ? "Choose at least one." : `${count(feedIds.length, "feed")} chosen.`} Notices
        about no feed, such as of an endpoint, are always sent.
      </span>
    </div>
  );
}

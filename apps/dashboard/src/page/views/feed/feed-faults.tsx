import { faultCatalogue } from "@earshot/domain";
import type { Feed } from "../../api/feeds.ts";
import { FaultNote } from "../../parts/fault-note.tsx";

/** What is wrong with the feed itself, in words, with what to do about it. */
export function FeedFaults({ feed }: { readonly feed: Feed }) {
  if (feed.faults.length === 0) return null;
  return (
    <section className="card" aria-labelledby="feed-faults">
      <h2 id="feed-faults">About the feed itself</h2>
      {feed.faults.map((fault) => (
        <FaultNote
          key={`${fault.code}:${fault.line ?? fault.message}`}
          fault={{ ...faultCatalogue[fault.code], ...fault }}
          detail={fault.line === null ? fault.message : `Line ${fault.line}: ${fault.message}`}
        />
      ))}
    </section>
  );
}

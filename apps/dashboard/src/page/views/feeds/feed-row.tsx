import { Link } from "wouter";
import type { Feed } from "../../api/feeds.ts";
import { count } from "../../parts/format.ts";
import { CountList, HealthBar } from "../../parts/health-bar.tsx";
import { Tag } from "../../parts/tag.tsx";
import { verdictWords } from "../../parts/verdict.ts";
import { VerdictGlyph } from "../../parts/verdict-glyph.tsx";
import { When } from "../../parts/when.tsx";
import { firstCheckOf, worstOf } from "./feed-health.ts";
import { ProgressLine } from "./progress-line.tsx";

/** One feed of the list: how it fares, at a glance. */
export function FeedRow({ feed }: { readonly feed: Feed }) {
  const worst = worstOf(feed);
  const check = firstCheckOf(feed);
  return (
    <Link href={`/feeds/${feed.id}`} className="feed-row">
      <span className="feed-glyph">
        <VerdictGlyph verdict={worst} size={20} />
        <span className="visually-hidden">{verdictWords[worst].word}: </span>
      </span>
      <span className="feed-words">
        <span className="feed-title">{feed.title ?? feed.url}</span>
        <span className="feed-sub">
          <span className="feed-url">
            {feed.title === null ? "Not fetched yet" : feed.url.replace(/^https?:\/\//, "")}
          </span>
          {(feed.regional !== null || feed.regionalEnclosures !== null) && <Tag tone="doubt">regional</Tag>}
          {feed.labels.slice(0, 3).map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
        </span>
      </span>
      <span className="feed-health">
        {check === null ? (
          <>
            <HealthBar counts={feed.enclosures} />
            <CountList counts={feed.enclosures} />
          </>
        ) : (
          <ProgressLine check={check} />
        )}
      </span>
      <span className="feed-facts tnum">
        <span>{count(feed.episodes, "episode")}</span>
        <span className="soft">
          fetched <When at={feed.crawledAt} />
        </span>
      </span>
    </Link>
  );
}

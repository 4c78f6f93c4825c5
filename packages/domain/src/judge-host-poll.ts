/** Something of a feed that fails at a host by a fault of its own: an enclosure, or the feed's document. */
export interface FailingSubject {
  /** First bad look of the present trouble. */
  readonly since: Date;
  /** Latest bad look. */
  readonly seenAt: Date;
}

/** What is known of one feed at a host: the looks at its enclosures there, or at its document. */
export interface FeedTestimony {
  readonly feedId: number;
  /** Everybody who watches the feed. */
  readonly publisherIds: readonly string[];
  /** Whether something of it was heard there within the 24 hours before its trouble: only such a feed has a vote. */
  readonly wasHealthy: boolean;
  /** The latest look there that was heard, or null. */
  readonly heardAt: Date | null;
  readonly failing: readonly FailingSubject[];
  /** Whether it was asked: drawn by lot, or the one whose trouble began the poll. Only those are counted for a majority. */
  readonly elected: boolean;
}

/** A host put to the vote of the feeds that lie on it. */
export interface HostPoll {
  /** Since when the elected feeds are being looked at for this poll. */
  readonly askedAt: Date;
  readonly testimonies: readonly FeedTestimony[];
  /** How many feeds and publishers have anything there; counts above three need not be exact. */
  readonly served: { readonly feeds: number; readonly publishers: number };
}

/** `host`: the host is to blame. `feeds`: it is not, each feed has a trouble of its own. `undecided`: votes are missing. */
export type HostDecision = "host" | "feeds" | "undecided";

const minuteMs = 60_000;
/** A look speaks for this long. */
export const voteMs = 10 * minuteMs;
const feedsToBlame = 3;
const publishersToBlame = 2;

/**
 * Decides whether trouble with feeds' own files is their host's. Each feed has one vote, cast by what was seen within
 * ten minutes. The host is to blame when at least three feeds of two publishers say so (where it serves fewer: as many
 * as there are, without a vote against that, and at least two files, since one broken file proves nothing about its
 * host), and at least half of the feeds asked. It is cleared when that cannot come about any more.
 */
export function judgeHostPoll(poll: HostPoll, now: Date): HostDecision {
  const votes = countVotes(poll, now);
  if (hasQuorum(votes, poll) && votes.electedAgainst.length * 2 >= votes.electedAll.length) return "host";
  const elected = poll.testimonies.filter((testimony) => testimony.elected);
  const cleared = elected.filter(
    (testimony) => castVote(testimony, now) === "for" && isSince(testimony.heardAt, poll.askedAt),
  );
  const isDone = cleared.length * 2 > elected.length || votes.electedAll.length === elected.length;
  return isDone ? "feeds" : "undecided";
}

/**
 * Whether a host that was blamed has recovered although something on it still fails: other feeds are heard there
 * again, and no more than one, or less than a quarter of those that vote, are not. What still fails is then a trouble
 * of its own.
 */
export function hasHostRecovered(poll: HostPoll, now: Date): boolean {
  const { against, all } = countVotes(poll, now);
  if (all.length === against.length) return false;
  return against.length <= 1 || against.length * 4 < all.length;
}

interface Votes {
  readonly all: readonly FeedTestimony[];
  readonly against: readonly FeedTestimony[];
  readonly electedAll: readonly FeedTestimony[];
  readonly electedAgainst: readonly FeedTestimony[];
}

function countVotes({ testimonies }: HostPoll, now: Date): Votes {
  const all = testimonies.filter((testimony) => castVote(testimony, now) !== null);
  const against = all.filter((testimony) => castVote(testimony, now) === "against");
  const isElected = ({ elected }: FeedTestimony) => elected;
  return { all, against, electedAll: all.filter(isElected), electedAgainst: against.filter(isElected) };
}

/**
 * A feed speaks against the host when, since the newest of its troubles there began, nothing of it was heard there.
 * So a file that has been broken for a week is outvoted by every other one that is heard, and yet a host that breaks
 * down later is seen at the files that break with it.
 */
function castVote(testimony: FeedTestimony, now: Date): "against" | "for" | null {
  const failing = testimony.failing.filter(({ seenAt }) => isRecent(seenAt, now));
  const heardAt = isRecent(testimony.heardAt, now) ? testimony.heardAt : null;
  if (failing.length > 0 && testimony.wasHealthy) {
    const newest = Math.max(...failing.map(({ since }) => since.getTime()));
    if (heardAt === null || heardAt.getTime() < newest) return "against";
  }
  return heardAt === null ? null : "for";
}

function hasQuorum({ all, against }: Votes, { served }: HostPoll): boolean {
  const publishers = new Set(against.flatMap(({ publisherIds }) => publisherIds)).size;
  if (served.feeds >= feedsToBlame && served.publishers >= publishersToBlame)
    return against.length >= feedsToBlame && publishers >= publishersToBlame;
  const files = against.reduce((sum, { failing }) => sum + failing.length, 0);
  return (
    against.length >= Math.min(served.feeds, feedsToBlame) && against.length === all.length && files >= 2
  );
}

function isRecent(instant: Date | null, now: Date): boolean {
  return instant !== null && now.getTime() - instant.getTime() <= voteMs;
}

function isSince(instant: Date | null, start: Date): boolean {
  return instant !== null && instant.getTime() >= start.getTime();
}

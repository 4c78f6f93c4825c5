/** A maintenance window or a mute of one publisher. What is null does not narrow it. */
export interface Silence {
  readonly feedId: string | null;
  readonly host: string | null;
  readonly incidentId: string | null;
  readonly startsAt: Date;
  /** Null: until it is lifted. */
  readonly endsAt: Date | null;
}

/** An incident as one publisher would be told of it. */
export interface Trouble {
  readonly incidentId: string;
  /** The hosts named as broken. */
  readonly hosts: readonly string[];
  /** How many of the publisher's feeds suffer. */
  readonly shows: number;
  /** Those feeds; not all of them where they are many. */
  readonly feedIds: readonly string[];
  /** How many of the publisher's webhook endpoints are at a host that is broken. */
  readonly endpoints: number;
}

/**
 * Whether a publisher is not to be told of an incident now: one silence covers its host, itself or everything, or
 * together they cover every feed that suffers. An incident that also touches a feed which nobody silenced, or a webhook
 * endpoint, is told.
 */
export function isSilenced(silences: readonly Silence[], trouble: Trouble, now: Date): boolean {
  const active = silences.filter(
    ({ startsAt, endsAt }) => startsAt <= now && (endsAt === null || endsAt > now),
  );
  if (active.some((silence) => coversWhole(silence, trouble))) return true;
  const quiet = new Set(active.filter(isOfFeedAlone).map(({ feedId }) => feedId));
  const covered = new Set(trouble.feedIds.filter((id) => quiet.has(id))).size;
  return covered > 0 && covered === trouble.shows && trouble.endpoints === 0;
}

function coversWhole({ feedId, host, incidentId }: Silence, trouble: Trouble): boolean {
  if (feedId !== null && !isOfOneFeed(trouble, feedId)) return false;
  if (host !== null && !trouble.hosts.includes(host)) return false;
  return incidentId === null || incidentId === trouble.incidentId;
}

function isOfOneFeed({ shows, feedIds, endpoints }: Trouble, feedId: string): boolean {
  return shows === 1 && feedIds[0] === feedId && endpoints === 0;
}

function isOfFeedAlone({ feedId, host, incidentId }: Silence): boolean {
  return feedId !== null && host === null && incidentId === null;
}

/**
 * A subject's own place within a period, in milliseconds from 0 to `periodMs` (exclusive): stable for the subject and
 * even over subjects, so that checks of one period never come as a herd. FNV-1a over the key's UTF-16 units, finished
 * by a mixing step, since FNV's high bits move little on short keys.
 */
export function spreadMs(key: string, periodMs: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return Math.floor(((hash >>> 0) / 2 ** 32) * periodMs);
}

/**
 * The next time on the subject's own grid: the first instant after `after` that is congruent to the subject's place
 * in the period. A subject checked early (by hand, while confirming) falls back to its place, so the spread lasts.
 */
export function nextOnGrid(key: string, periodMs: number, after: Date): Date {
  const place = spreadMs(key, periodMs);
  const rounds = Math.floor((after.getTime() - place) / periodMs) + 1;
  return new Date(place + rounds * periodMs);
}

/**
 * The Retry-After header in milliseconds from `now`, or null when absent or unreadable (RFC 9110 section 10.2.3: a
 * number of seconds or an HTTP date). A date in the past is 0; whoever asks for ever is not to be taken at its word, so
 * callers have a limit of their own.
 */
export function readRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, Number.MAX_SAFE_INTEGER);
  const date = Date.parse(text);
  return Number.isNaN(date) || !/[a-z]/i.test(text) ? null : Math.max(0, date - now.getTime());
}

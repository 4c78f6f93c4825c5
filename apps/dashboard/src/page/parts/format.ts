const units = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1_000 },
] as const;

/** A span of time in its two largest units that are not zero: "2 d 4 h", "3 min 20 s", "12 s". */
export function formatSpan(ms: number): string {
  const rest = Math.abs(ms);
  const first = units.findIndex((unit) => rest >= unit.ms);
  if (first === -1) return "0 s";
  const large = units[first];
  const small = units[first + 1];
  if (large === undefined) return "0 s";
  const whole = Math.floor(rest / large.ms);
  const part = small === undefined ? 0 : Math.floor((rest - whole * large.ms) / small.ms);
  // Nobody needs hours beside weeks of days.
  const isExact = part > 0 && !(large.name === "d" && whole >= 10);
  return isExact && small !== undefined
    ? `${whole} ${large.name} ${part} ${small.name}`
    : `${whole} ${large.name}`;
}

/** How far an instant lies from now: "3 min ago", "in 12 d". */
export function formatDistance(instant: string | Date, now: number): string {
  const distance = new Date(instant).getTime() - now;
  if (Math.abs(distance) < 1_000) return "now";
  // One unit is enough for a glance; the title has the rest.
  const span = formatSpan(distance).split(" ").slice(0, 2).join(" ");
  return distance < 0 ? `${span} ago` : `in ${span}`;
}

const instantFormat = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});
const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** An instant in full: "25 Nov 2026, 17:30:12 UTC". */
export function formatInstant(instant: string | Date): string {
  return `${instantFormat.format(new Date(instant))} UTC`;
}

/** A day: "25 Nov 2026". */
export function formatDay(instant: string | Date): string {
  return dayFormat.format(new Date(instant));
}

/** Milliseconds of a phase: "4 ms", "1.2 s". */
export function formatMs(ms: number | null): string {
  if (ms === null) return "–";
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms > 0 && ms < 1 ? "<1 ms" : `${Math.round(ms)} ms`;
}

/** A count with its noun: "1 episode", "12 episodes", "2 addresses". */
export function count(amount: number, noun: string): string {
  const ending = noun.endsWith("s") ? "es" : "s";
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : ending}`;
}

/** What of one's own something touches, in a few words: "2 shows, 14 episodes, 1 webhook endpoint". */
export function nameScope(scope: {
  readonly shows: number;
  readonly episodes: number;
  readonly endpoints: number;
}): string {
  const { shows, episodes, endpoints } = scope;
  const parts = [
    ...(shows > 0 ? [count(shows, "show"), count(episodes, "episode")] : []),
    ...(endpoints > 0 ? [count(endpoints, "webhook endpoint")] : []),
  ];
  return parts.length === 0 ? "nothing of yours" : parts.join(", ");
}

/** Bytes as people say them: "4 KiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_048_576) return `${Math.round(bytes / 102.4) / 10} KiB`;
  return `${Math.round(bytes / 104_857.6) / 10} MiB`;
}

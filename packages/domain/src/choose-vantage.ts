import { spreadMs } from "./spread.ts";

/**
 * The vantage that is to look at a subject, of those that are alive: its home, the same for every planner, or the one
 * after it when the home is `awayFrom`, where the last look failed, so that somebody else looks too. Subjects spread
 * evenly, and when a vantage comes or goes only its own subjects move (rendezvous hashing, Thaler and Ravishankar
 * 1998). Null when there are fewer than two to choose from: then it does not matter who looks.
 */
export function chooseVantage(key: string, live: readonly string[], awayFrom: string | null): string | null {
  if (live.length < 2) return null;
  const candidates = live.filter((vantage) => vantage !== awayFrom);
  const weighed = candidates.map((vantage) => ({ vantage, weight: spreadMs(`${vantage} ${key}`, 2 ** 32) }));
  return weighed.reduce((best, one) => (one.weight > best.weight ? one : best)).vantage;
}

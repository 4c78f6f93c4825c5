import type { AudioRequest } from "./script-prober.ts";

/** What the hosts of a universe have seen of us. */
export interface RequestCount {
  note(request: AudioRequest): void;
  /** An episode that came out at this instant: how long until it is asked for is to be told. */
  expect(episode: { readonly url: string; readonly publishedAt: Date }): void;
  /** Requests in all. */
  total(): number;
  /** The most requests that any host has had within ten seconds. */
  mostInTenSeconds(): number;
  /** Milliseconds from the publication of an episode to the first request for it, of the one that waited longest. */
  longestUnheardMs(): number;
  /** Episodes that were expected and not asked for yet. */
  unheard(): number;
}

const spanMs = 10_000;

/** Counts requests at the receiving end, where politeness is owed. */
export function countRequests(): RequestCount {
  /** Of each host the times of its requests within the last ten seconds, in milliseconds since the epoch. */
  const recent = new Map<string, number[]>();
  const expected = new Map<string, number>();
  let total = 0;
  let most = 0;
  let longestUnheardMs = 0;
  return {
    note({ url, hostname, at }) {
      total += 1;
      const atMs = at.getTime();
      const times = [...(recent.get(hostname) ?? []).filter((time) => time > atMs - spanMs), atMs];
      recent.set(hostname, times);
      most = Math.max(most, times.length);
      const publishedAtMs = expected.get(url);
      if (publishedAtMs === undefined) return;
      longestUnheardMs = Math.max(longestUnheardMs, atMs - publishedAtMs);
      expected.delete(url);
    },
    expect({ url, publishedAt }) {
      expected.set(url, publishedAt.getTime());
    },
    total: () => total,
    mostInTenSeconds: () => most,
    longestUnheardMs: () => longestUnheardMs,
    unheard: () => expected.size,
  };
}

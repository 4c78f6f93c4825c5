import type { HostCheck, ParsedEnclosure, ParsedEpisode, Probe } from "@earshot/domain";
import type { Prober } from "@earshot/probe";
import pMap from "p-map";
import type { FeedReport } from "./project/project-check.ts";
import { type ReadSource, readSource } from "./read-source.ts";
import type { Progress } from "./show-progress.ts";

/** How far a check goes. */
export interface CheckScope {
  /** How many of the newest episodes have their enclosures probed. */
  readonly episodes: number;
  readonly concurrency: number;
  readonly deadlineMs: number;
}

/**
 * Checks one feed: reads it, probes the enclosures of its newest episodes (each URL once, however many episodes share
 * it), and checks every host seen on any hop in a fresh handshake per address.
 */
export async function checkSource(
  prober: Prober,
  source: string,
  scope: CheckScope,
  progress: Progress,
): Promise<FeedReport & Pick<ReadSource, "unreadable" | "remark">> {
  const { parsed, probe, unreadable, remark } = await readSource(
    async () => prober,
    source,
    scope.deadlineMs,
  );
  const targets = newestFirst(parsed.episodes)
    .slice(0, scope.episodes)
    .flatMap((episode) => episode.enclosures.map((enclosure) => ({ episode, enclosure })));
  const probes = await probeOnce(
    prober,
    targets.map(({ enclosure }) => enclosure),
    { scope, progress },
  );
  const enclosures = targets.map(({ episode, enclosure }) => ({
    guid: episode.guid,
    title: episode.title,
    probe: requireProbe(probes, enclosure),
  }));
  const seen = [...(probe === null ? [] : [probe]), ...probes.values()];
  const hosts = await checkHosts(prober, seen, scope.concurrency);
  return { source, parsed, probe, hosts, enclosures, unreadable, remark };
}

/** Episodes by date, newest first; those without a date keep their place after all others. */
function newestFirst(episodes: readonly ParsedEpisode[]): readonly ParsedEpisode[] {
  const rank = (episode: ParsedEpisode) =>
    episode.publishedAt === null ? 0 : Date.parse(episode.publishedAt);
  return episodes.toSorted((one, other) => rank(other) - rank(one));
}

async function probeOnce(
  prober: Prober,
  enclosures: readonly ParsedEnclosure[],
  { scope, progress }: { readonly scope: CheckScope; readonly progress: Progress },
): Promise<ReadonlyMap<string, Probe>> {
  const distinct = new Map(enclosures.map((enclosure) => [urlOf(enclosure), enclosure]));
  progress.add(distinct.size);
  const probes = await pMap(
    distinct,
    async ([url, { type }]) => {
      const probe = await prober.probeEnclosure({ url, declaredType: type, deadlineMs: scope.deadlineMs });
      progress.step();
      return [url, probe] as const;
    },
    { concurrency: scope.concurrency },
  );
  return new Map(probes);
}

/** An enclosure whose URL cannot be used is probed as the empty URL, so that it is answered with `url.invalid`. */
function urlOf(enclosure: ParsedEnclosure): string {
  return enclosure.url ?? "";
}

function requireProbe(probes: ReadonlyMap<string, Probe>, enclosure: ParsedEnclosure): Probe {
  const probe = probes.get(urlOf(enclosure));
  if (probe === undefined) throw new Error("an enclosure was not probed");
  return probe;
}

function checkHosts(prober: Prober, probes: readonly Probe[], concurrency: number): Promise<HostCheck[]> {
  const hosts = new Map(
    probes
      .flatMap((probe) => probe.hops)
      .map((hop) => [
        `${hop.host}:${hop.port}`,
        { hostname: hop.host, port: hop.port, tls: hop.url.startsWith("https:") },
      ]),
  );
  return pMap(hosts.values(), (host) => prober.checkHost(host), { concurrency });
}

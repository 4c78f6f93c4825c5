import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startPodcastHost } from "@earshot/podcast-host";
import { buildProber, openGuardedEgress } from "../src/index.ts";

/**
 * `pnpm bench memory [probes]` probes the same few URLs over and over, a broken one among them, and prints what the
 * process holds: it must not grow.
 */
const probes = Number(process.argv[2] ?? 100_000);
setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");
const host = await startPodcastHost({ standIn: true });
host.setFault("cut.example", { kind: "cut", afterBytes: 100 });
host.setRoute("first.example", "/*", { kind: "prefix" });
const egress = await openGuardedEgress({
  allowAddresses: ["127.0.0.1"],
  resolve: [],
  connectTo: host.connectTo,
  extraCa: [host.caPem],
  clock: () => new Date(),
});
const prober = buildProber({ egress, vantage: "bench" });
const urls = ["a.example/1.mp3", "b.example/2.m4a", "first.example/c.example/3.mp3", "cut.example/4.mp3"];
const step = Math.ceil(probes / 10);

for (let done = 0; done < probes; done += step) {
  let next = done;
  const worker = async () => {
    for (let index = next++; index < done + step; index = next++) {
      await prober.probeEnclosure({ url: `https://${urls[index % urls.length]}` });
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  // Twice, since what the first collection frees may hold what only the second can.
  collect();
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`;
  const handles = process.getActiveResourcesInfo().length;
  process.stdout.write(
    `${done + step} probes: ${megabytes(rss)} resident, ${megabytes(heapUsed)} heap after collection, ${egress.openConnections} connections, ${handles} handles\n`,
  );
}
await egress.close();
await host.close();

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PodcastHost } from "@earshot/podcast-host";
import type { Scope } from "@earshot/runtime";
import { makeDirectory } from "./make-directory.ts";

/** Options by which `parse`, `probe` and `check` see nothing of the world but the synthetic host, and trust it. */
export async function optionsForHost(scope: Scope, host: PodcastHost): Promise<readonly string[]> {
  const caFile = join(await makeDirectory(scope), "authority.pem");
  await writeFile(caFile, host.caPem);
  const connectTo = host.connectTo.flatMap((entry) => ["--connect-to", entry]);
  return [...connectTo, "--cacert", caFile, "--allow-address", "127.0.0.0/8"];
}

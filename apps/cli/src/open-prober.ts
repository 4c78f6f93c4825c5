import type { Egress } from "@earshot/egress";
import { buildProber, openGuardedEgress, type Prober } from "@earshot/probe";
import { type NetworkOptions, readPemFile } from "./options/network-options.ts";

/** A prober for one command, with the door that it goes through. */
export interface OpenProber {
  readonly prober: Prober;
  readonly clock: () => Date;
  close(): Promise<void>;
}

/** Opens a prober as the shared options ask. Certificates are judged as of `--now` where that is given. */
export async function openProber(options: NetworkOptions): Promise<OpenProber> {
  const { now } = options;
  const clock = now === undefined ? () => new Date() : () => new Date(now);
  const egress: Egress = await openGuardedEgress({
    allowAddresses: options.allowAddress,
    resolve: options.resolve,
    connectTo: options.connectTo,
    extraCa: options.cacert.map(readPemFile),
    clock,
  });
  const prober = buildProber({
    egress,
    vantage: "local",
    clock,
    limits: { deadlineMs: options.timeout * 1_000 },
  });
  return { prober, clock, close: () => egress.close() };
}

import {
  type Fault,
  type Hop,
  type MediaEvidence,
  type Probe,
  type RangeEvidence,
  verdictOf,
} from "@earshot/domain";
import { worstFirst } from "./worst-first.ts";

/** What is known of a probe from its beginning. */
export type ProbeBase = Pick<Probe, "url" | "at" | "vantage">;

/** What a probe has found by its end. */
export interface Found {
  readonly hops: readonly Hop[];
  readonly faults: readonly Fault[];
  readonly range: RangeEvidence | null;
  readonly media: MediaEvidence | null;
  /** The bytes read; the first 64 are recorded. */
  readonly bytes: Uint8Array;
}

/** The findings of a probe that found nothing yet. */
export const nothingFound: Found = {
  hops: [],
  faults: [],
  range: null,
  media: null,
  bytes: new Uint8Array(0),
};

const firstBytesMax = 64;

/** Concludes a probe: its verdict and its earliest deadline follow from what was found. */
export function buildProbe(base: ProbeBase, found: Found): Probe {
  const { hops, range, media, bytes } = found;
  const faults = worstFirst(found.faults);
  return {
    ...base,
    verdict: verdictOf(faults),
    faults,
    hops,
    range,
    media,
    expiresAt: earliestExpiry(hops),
    firstBytes: bytes.length === 0 ? null : hexOf(bytes.subarray(0, firstBytesMax)),
  };
}

/** Reads the bytes where they lie; `Buffer.from` of the array itself would copy them first. */
function hexOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("hex");
}

/** The earliest `notAfter` over all hops' judged paths: until then the chain can hold, if nobody renews anything. */
function earliestExpiry(hops: readonly Hop[]): string | null {
  let earliest: string | null = null;
  for (const { tls } of hops) {
    const date = tls?.expiresAt ?? null;
    if (date !== null && (earliest === null || date < earliest)) earliest = date;
  }
  return earliest;
}

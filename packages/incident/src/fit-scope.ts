import type { AffectedScope } from "@earshot/domain";

/** Receivers count on notices below this size, whatever the blast radius (Standard Webhooks 1.0, "payload size"). */
export const noticeBytesMax = 20_000;
/** Room for everything in a notice but its samples. */
const samplesBytesMax = 9_000;
const samplesMax = 20;
const endpointsMax = 5;
const textMax = 200;

/**
 * A scope whose samples fit a notice: at most twenty, titles cut to 200 characters, and none that would take all of
 * them together above 9 kB. URLs are never cut, since a cut URL is a wrong one: a sample whose URL is too long is
 * left out. Counts stay whole.
 */
export function fitScope(scope: AffectedScope): AffectedScope {
  let room = samplesBytesMax;
  const samples = scope.samples.slice(0, samplesMax).flatMap((sample) => {
    const fitted = {
      ...sample,
      show: cut(sample.show),
      episode: cut(sample.episode),
      guid: cut(sample.guid),
    };
    const size = Buffer.byteLength(JSON.stringify(fitted));
    if (size > room) return [];
    room -= size;
    return [fitted];
  });
  return { ...scope, samples, endpoints: scope.endpoints.slice(0, endpointsMax) };
}

function cut(text: string | null): string | null {
  return text !== null && text.length > textMax ? `${text.slice(0, textMax - 1)}…` : text;
}

import { batchSizeMax } from "@earshot/queue";

/** A subject to be packed. */
export interface Packable {
  readonly id: number;
  readonly hostId: number | null;
}

/** Of one host in one batch, so that a slow host holds up nobody. */
export const perHostMax = 2;

/**
 * Packs subjects into batches of at most 50, with at most two of one host in each; the order within a host is kept.
 * A host with many due subjects so makes many batches, which others fill up.
 */
export function packBatches(subjects: readonly Packable[]): number[][] {
  const batches: number[][] = [];
  const lastOf = new Map<number | null, { index: number; count: number }>();
  let firstOpen = 0;
  const isFull = (index: number) => (batches[index]?.length ?? 0) >= batchSizeMax;
  for (const { id, hostId } of subjects) {
    const last = lastOf.get(hostId);
    const hasRoom = last !== undefined && last.count < perHostMax && !isFull(last.index);
    let index = hasRoom ? last.index : Math.max(firstOpen, (last?.index ?? -1) + 1);
    while (isFull(index)) index += 1;
    lastOf.set(hostId, { index, count: index === last?.index ? last.count + 1 : 1 });
    while (batches.length <= index) batches.push([]);
    batches[index]?.push(id);
    while (isFull(firstOpen)) firstOpen += 1;
  }
  return batches.filter((batch) => batch.length > 0);
}

import { batchSizeMax } from "@earshot/queue";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBatches, perHostMax } from "./pack-batches.ts";

describe("packBatches", () => {
  it("puts many hosts into one batch", () => {
    const subjects = Array.from({ length: 60 }, (_, id) => ({ id, hostId: id }));
    expect(packBatches(subjects).map((batch) => batch.length)).toEqual([50, 10]);
  });

  it("spreads one host over batches of two", () => {
    const subjects = [1, 2, 3, 4, 5].map((id) => ({ id, hostId: 1 }));
    expect(packBatches(subjects)).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("loses and doubles nothing, and keeps both bounds, whatever the hosts", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 400 }), (hosts) => {
        const subjects = hosts.map((hostId, id) => ({ id, hostId }));
        const batches = packBatches(subjects);
        expect(batches.flat().toSorted((a, b) => a - b)).toEqual(subjects.map(({ id }) => id));
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(batchSizeMax);
          for (const host of new Set(hosts)) {
            expect(batch.filter((id) => hosts[id] === host).length).toBeLessThanOrEqual(perHostMax);
          }
        }
      }),
    );
  });
});

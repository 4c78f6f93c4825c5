import fc from "fast-check";
import { expect, test } from "vitest";
import { mayHoldControls } from "./control-bytes.ts";

const byte = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0x20, max: 0xff }) },
  { weight: 3, arbitrary: fc.constantFrom(9, 10, 13) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xff }) },
);

test("a control character is seen wherever it stands, and nothing else is taken for one", () => {
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(7), (bytes, offset) => {
      // Words are read from where the memory allows it, so every place of the first byte counts.
      const memory = new Uint8Array(offset + bytes.length);
      memory.set(bytes, offset);
      const controls = bytes.filter((code) => code < 0x20 && ![9, 10, 13].includes(code));
      expect(mayHoldControls(memory.subarray(offset))).toBe(controls.length > 0);
    }),
    { numRuns: 500, seed: 20_261_129 },
  );
});

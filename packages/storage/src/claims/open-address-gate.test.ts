import { afterAll, expect, test } from "vitest";
import { later, openTestStore, quietLog } from "../../test/open-test-store.ts";
import { type AddressEntry, openAddressGate, openStore, type Store } from "../index.ts";

// Two stores stand for two checkers: nothing that one knows is in the memory of the other.
const store = await openTestStore();
const other = openStore({ url: store.url, log: quietLog, poolMax: 5 });
afterAll(() => other.close());
let addressed = 0;
const newAddress = () => `192.0.2.${addressed++}`;
const start = new Date("2026-11-01T12:00:00.000Z");
const ordinary = { goesFirst: false };

/** A gate at a clock that stands still: whoever is let in later than at once would have to wait for it. */
function gateAt(now: Date, at: Store = store) {
  return openAddressGate(at, { addressRate: 10, patienceMs: 500, clock: () => now });
}

const laterBy = (entry: AddressEntry) => (entry.isGranted ? null : entry.laterAt.getTime() - start.getTime());

test("two checkers together keep to an address's budget, and who is sent away comes back one by one", async () => {
  const address = newAddress();
  const gates = [gateAt(start), gateAt(start, other)];
  const entries = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => gates[index % 2]?.enter([address], ordinary)),
  );
  const granted = entries.filter((entry) => entry?.isGranted);
  // Its slots at 0, 100, 200, 300, 400 and 500 ms.
  expect(granted).toHaveLength(6);
  const times = entries.flatMap((entry) => (entry?.isGranted === false ? [laterBy(entry)] : []));
  expect(times.sort((one = 0, two = 0) => Number(one) - Number(two))).toEqual([600, 700, 800, 900]);
  const back = await gateAt(later(start, 600)).enter([address], ordinary);
  expect(back.isGranted).toBe(true);
});

test("a host's addresses are taken together or not at all", async () => {
  const [busy, free] = [newAddress(), newAddress()];
  for (let index = 0; index < 6; index += 1) await gateAt(start).enter([busy], ordinary);
  const refused = await gateAt(start).enter([free, busy], ordinary);
  expect(laterBy(refused)).toBe(600);
  // The free one has lost no slot by it.
  const entries = [];
  for (let index = 0; index < 6; index += 1) entries.push(await gateAt(start).enter([free], ordinary));
  expect(entries.every(({ isGranted }) => isGranted)).toBe(true);
});

test("who goes first is let in at a full address, and what it takes is kept from the others", async () => {
  const address = newAddress();
  for (let index = 0; index < 6; index += 1) await gateAt(start).enter([address], ordinary);
  expect((await gateAt(start).enter([address], ordinary)).isGranted).toBe(false);
  for (let index = 0; index < 6; index += 1)
    expect((await gateAt(start).enter([address], { goesFirst: true })).isGranted).toBe(true);
  // They wait for each other: a thousand certificates that end together are no herd either.
  expect((await gateAt(start).enter([address], { goesFirst: true })).isGranted).toBe(false);
  expect((await gateAt(later(start, 650)).enter([address], ordinary)).isGranted).toBe(false);
  expect((await gateAt(later(start, 1_200)).enter([address], ordinary)).isGranted).toBe(true);
});

import { expect, test } from "vitest";
import { groupByLeaf } from "./group-by-leaf.ts";

function served(
  address: string,
  leaf: string | null,
  notAfter = "2027-01-01T00:00:00.000Z",
  since = "2026-11-02",
) {
  const facts = {
    subject: `CN=${leaf}`,
    issuer: "CN=CA",
    subjectAltNames: [],
    notBefore: "2026-10-01",
    serialNumber: "1",
  };
  const certificates = leaf === null ? [] : [{ ...facts, fingerprint256: leaf, notAfter }];
  return { address, since, certificates };
}

test("addresses that serve the same certificate are one, and the first to end comes first", () => {
  const leaves = groupByLeaf([
    served("192.0.2.1", "new", "2027-03-01T00:00:00.000Z"),
    served("192.0.2.2", "old", "2026-12-01T00:00:00.000Z"),
    served("192.0.2.3", "new", "2027-03-01T00:00:00.000Z", "2026-11-01"),
    served("192.0.2.4", null),
  ]);
  expect(leaves.map(({ fingerprint, addresses, since }) => [fingerprint, addresses, since])).toEqual([
    ["old", ["192.0.2.2"], "2026-11-02"],
    ["new", ["192.0.2.1", "192.0.2.3"], "2026-11-01"],
  ]);
});

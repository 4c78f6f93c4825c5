import { expect, test } from "vitest";
import { readLook } from "./look.ts";

test("a host check is read address by address", () => {
  const look = readLook({
    at: "2026-11-25T17:00:00.000Z",
    vantage: "local",
    faults: [{ code: "certificate.expired" }],
    addresses: [
      {
        address: "192.0.2.1",
        verdict: "unreachable",
        faults: [{ code: "certificate.expired" }],
        tls: {
          version: "TLSv1.3",
          certificates: [{ subject: "media.example", notAfter: "2026-11-25T16:00:00.000Z" }],
        },
      },
      { address: "192.0.2.2", verdict: "healthy", faults: [], tls: null },
    ],
  });
  expect(look.codes).toEqual(["certificate.expired"]);
  expect(look.addresses).toEqual([
    {
      address: "192.0.2.1",
      verdict: "unreachable",
      codes: ["certificate.expired"],
      version: "TLSv1.3",
      subject: "media.example",
      notAfter: "2026-11-25T16:00:00.000Z",
    },
    { address: "192.0.2.2", verdict: "healthy", codes: [], version: null, subject: null, notAfter: null },
  ]);
  expect(look.hops).toEqual([]);
});

test("a probe is read hop by hop, whatever was left out", () => {
  const hops = [{ host: "media.example", address: null, status: null, timings: { totalMs: 12 } }, {}];
  expect(readLook({ hops }).hops).toEqual([
    { host: "media.example", address: null, status: null, totalMs: 12 },
    { host: "unknown", address: null, status: null, totalMs: null },
  ]);
});

test.each([null, undefined, "text", 7, [], {}])("%j is a look at nothing", (value) => {
  expect(readLook(value)).toEqual({ at: null, vantage: null, codes: [], addresses: [], hops: [] });
});

import { expect, test } from "vitest";
import { readLook } from "./look.ts";

const nothing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null };
const served = {
  fingerprint256: "ab",
  subject: "media.example",
  issuer: "CN=CA",
  subjectAltNames: ["media.example"],
  notBefore: "2026-08-25T16:00:00.000Z",
  notAfter: "2026-11-25T16:00:00.000Z",
};

test("a host check is read address by address", () => {
  const look = readLook({
    at: "2026-11-25T17:00:00.000Z",
    vantage: "local",
    faults: [
      { code: "certificate.expired", message: "It expired." },
      { code: "certificate.expired", message: "It expired." },
    ],
    addresses: [
      {
        address: "192.0.2.1",
        verdict: "unreachable",
        faults: [{ code: "certificate.expired" }],
        timings: { connectMs: 4 },
        tls: {
          version: "TLSv1.3",
          certificates: [served, { subject: "CN=CA" }, { ...served, notAfter: "soon" }],
        },
      },
      { address: "192.0.2.2", verdict: "healthy", faults: [], tls: null },
    ],
  });
  expect(look.codes).toEqual(["certificate.expired", "certificate.expired"]);
  expect(look.messages).toEqual(["It expired."]);
  expect(look.addresses).toEqual([
    {
      ...{ address: "192.0.2.1", verdict: "unreachable", codes: ["certificate.expired"], version: "TLSv1.3" },
      timings: { ...nothing, connectMs: 4 },
      certificates: [served],
    },
    {
      ...{ address: "192.0.2.2", verdict: "healthy", codes: [], version: null },
      ...{ timings: nothing, certificates: [] },
    },
  ]);
  expect(look.hops).toEqual([]);
});

test("a probe is read hop by hop, whatever was left out", () => {
  const headers = { server: "nginx", "content-length": 12 };
  const hops = [
    { host: "media.example", port: 8443, address: null, status: 503, timings: { totalMs: 12 }, headers },
    {},
  ];
  const bare = { port: 443, httpVersion: null, version: null, certificates: [] };
  const look = readLook({ hops, firstBytes: "3c21" });
  expect(look.firstBytes).toBe("3c21");
  expect(look.hops).toEqual([
    {
      ...{ ...bare, port: 8443, host: "media.example", address: null, status: 503 },
      timings: { ...nothing, totalMs: 12 },
      headers: [
        ["server", "nginx"],
        ["content-length", "12"],
      ],
    },
    { ...bare, host: "unknown", address: null, status: null, timings: nothing, headers: [] },
  ]);
});

test.each([null, undefined, "text", 7, [], {}])("%j is a look at nothing", (value) => {
  const empty = {
    at: null,
    vantage: null,
    codes: [],
    messages: [],
    addresses: [],
    hops: [],
    firstBytes: null,
  };
  expect(readLook(value)).toEqual(empty);
});

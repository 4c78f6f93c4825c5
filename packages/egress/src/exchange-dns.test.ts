import { type StubAnswer, startStubDns } from "@earshot/podcast-host";
import { afterEach, describe, expect, test } from "vitest";
import { startScriptedServer } from "../test/scripted-server.ts";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import { type Egress, openEgress } from "./open-egress.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(
  answer: (type: string, name: string) => StubAnswer,
  allow: readonly string[] = ["127.0.0.0/8"],
): Promise<{ egress: Egress; port: number; requests: readonly string[] }> {
  const dns = await startStubDns(answer);
  const server = await startScriptedServer((socket) => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: allow.map(parseAddressRange) }),
    judgeTls: () => {
      throw new Error("no TLS in this test");
    },
    dnsServers: [dns.server],
  });
  closers.push(dns.close, server.close, egress.close);
  return { egress, port: server.port, requests: server.requests };
}

describe("an exchange with a name", () => {
  test("looks it up, connects and tells how long each took", async () => {
    const { egress, port } = await open(() => ({ addresses: ["127.0.0.1"] }));
    const exchange = await egress.exchange({ url: new URL(`http://a.example:${port}/`) });
    expect(exchange).toMatchObject({ ok: true, connection: { address: "127.0.0.1", family: 4 } });
    expect(exchange.timings.dnsMs).toBeGreaterThan(0);
    expect(exchange.timings.connectMs).toBeGreaterThan(0);
  });

  test.each([
    ["private", ["10.0.0.1"]],
    ["loopback", ["127.0.0.1"]],
    ["public and private", ["127.0.0.1", "8.8.8.8"]],
    ["mapped", ["::ffff:127.0.0.1"]],
    ["the metadata service", ["169.254.169.254"]],
  ])("refuses a %s answer, in doubt of its own resolver", async (_name, addresses) => {
    const { egress, port, requests } = await open(() => ({ addresses }), []);
    const exchange = await egress.exchange({ url: new URL(`http://a.example:${port}/`) });
    expect(exchange).toMatchObject({ ok: false, faults: [{ code: "address.blocked", doubt: true }] });
    expect(requests).toEqual([]);
  });

  test("judges the very address it connects to: an answer that changes in between reaches nothing", async () => {
    let asked = 0;
    const { egress, port, requests } = await open(
      (type) => {
        if (type !== "A") return { addresses: [] };
        asked += 1;
        return { addresses: [asked === 1 ? "8.8.8.8" : "127.0.0.1"], ttl: 0 };
      },
      ["8.8.8.8/32"],
    );
    const route = await egress.resolveAll({ hostname: "rebind.example", port });
    expect(route).toMatchObject({ ok: true, endpoints: [{ address: "8.8.8.8" }] });
    const exchange = await egress.exchange({ url: new URL(`http://rebind.example:${port}/`) });
    expect(exchange).toMatchObject({ ok: false, faults: [{ code: "address.blocked" }] });
    expect(requests).toEqual([]);
  });

  test("never asks for a name of the machine itself", async () => {
    const { egress, port } = await open(() => ({ addresses: ["127.0.0.1"] }));
    for (const name of ["localhost", "a.localhost", "localhost."]) {
      const exchange = await egress.exchange({ url: new URL(`http://${name}:${port}/`) });
      expect(exchange).toMatchObject({ ok: false, faults: [{ code: "address.blocked", doubt: false }] });
    }
  });

  test("steps over an address that refuses, and keeps to a family when told to", async () => {
    const { egress, port } = await open(
      () => ({ addresses: ["127.0.0.9", "127.0.0.1", "::1"] }),
      ["127.0.0.0/8", "::1"],
    );
    const url = new URL(`http://a.example:${port}/`);
    expect(await egress.exchange({ url })).toMatchObject({ ok: true, connection: { address: "127.0.0.1" } });
    expect(await egress.exchange({ url, family: 4 })).toMatchObject({ ok: true, connection: { family: 4 } });
    expect(await egress.exchange({ url, family: 6 })).toMatchObject({ ok: false, connection: { family: 6 } });
  });

  test("has no address of a family that the name lacks", async () => {
    const { egress, port } = await open(() => ({ addresses: ["127.0.0.1"] }));
    const exchange = await egress.exchange({ url: new URL(`http://a.example:${port}/`), family: 6 });
    expect(exchange).toMatchObject({ ok: false, faults: [{ code: "dns.not-found" }] });
  });
});

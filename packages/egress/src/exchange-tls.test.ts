import { once } from "node:events";
import { createServer } from "node:https";
import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import { type Egress, type EgressOptions, openEgress } from "./open-egress.ts";
import { parseConnectTo } from "./route-overrides.ts";
import type { TlsHandshake, TlsJudge } from "./tls-judge.ts";

let host: PodcastHost;
let egress: Egress | undefined;
let judged: TlsHandshake[] = [];

beforeEach(async () => {
  host = await startPodcastHost({ standIn: true });
  judged = [];
});

afterEach(async () => {
  await egress?.close();
  await host.close();
});

/** Judges as OpenSSL does, and keeps what it was asked. */
const plainJudge: TlsJudge = (handshake) => {
  judged.push(handshake);
  const expiresAt = handshake.served[0]?.validToDate.toISOString() ?? null;
  const tls = { version: handshake.protocol, certificates: [], leafFingerprint: null, expiresAt };
  return { usable: handshake.authorized, faults: [], tls, usableAt: () => true };
};

function open(options: Partial<EgressOptions> = {}): Egress {
  egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
    judgeTls: plainJudge,
    connectTo: host.connectTo.map(parseConnectTo),
    ca: [host.caPem],
    ...options,
  });
  return egress;
}

const url = new URL("https://media.example/a.mp3");

async function fetchOnce(door: Egress): Promise<boolean> {
  const exchange = await door.exchange({ url, headers: { range: "bytes=0-99" } });
  if (!exchange.ok) throw new Error("no answer");
  expect((await exchange.body.read(1_000)).ended).toBe(true);
  return exchange.connection.reused;
}

describe("a TLS connection", () => {
  test("shows the judge the chain as served, the name and the address", async () => {
    await fetchOnce(open());
    expect(judged).toHaveLength(1);
    expect(judged[0]).toMatchObject({
      hostname: "media.example",
      port: 443,
      address: "127.0.0.1",
      authorized: true,
      authorizationError: null,
      protocol: "TLSv1.3",
    });
    expect(judged[0]?.served.map((certificate) => certificate.ca)).toEqual([false, true]);
    expect(judged[0]?.served[0]?.checkHost("media.example")).toBe("media.example");
  });

  test("that the judge finds unusable carries no request, and its chain is told all the same", async () => {
    await host.renewCertificate("media.example", { variant: "expired" });
    const door = open();
    const exchange = await door.exchange({ url });
    expect(exchange.ok).toBe(false);
    expect(exchange.connection.tls?.expiresAt).toBe(judged[0]?.served[0]?.validToDate.toISOString());
    expect(judged[0]).toMatchObject({ authorized: false, authorizationError: "CERT_HAS_EXPIRED" });
    expect(host.requests.count()).toBe(0);
    expect(door.openConnections).toBe(0);
  });

  test("never resumes a session, so a swapped certificate is seen at once", async () => {
    const door = open();
    await fetchOnce(door);
    const target = { hostname: "media.example", port: 443, tls: true };
    expect(await door.handshake(target)).toMatchObject({ ok: true });
    await host.renewCertificate("media.example", { variant: "expired" });
    expect(await door.handshake(target)).toMatchObject({ ok: false });
    expect(judged.every((handshake) => handshake.served.length === 2)).toBe(true);
    expect(host.requests.handshakes("media.example").resumed).toBe(0);
  });

  test("trusts only what it was told to", async () => {
    const exchange = await open({ ca: [] }).exchange({ url });
    expect(exchange.ok).toBe(false);
    expect(judged[0]?.authorizationError).toBe("UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
  });

  test("to an IP address asks for no server name and is judged by the address", async () => {
    const { chainPem, keyPem } = await host.authority.issue({ names: ["127.0.0.1"] });
    const asked: unknown[] = [];
    const server = createServer({ cert: chainPem, key: keyPem }, (request, response) => {
      asked.push("servername" in request.socket ? request.socket.servername : undefined);
      response.writeHead(204).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const exchange = await open({ connectTo: [] }).exchange({ url: new URL(`https://127.0.0.1:${port}/`) });
    server.closeAllConnections();
    server.close();
    expect(exchange).toMatchObject({ ok: true, status: 204 });
    expect(asked).toEqual([false]);
    expect(judged).toMatchObject([{ hostname: "127.0.0.1", authorized: true }]);
  });

  test("to a name with a trailing dot is judged by the name without it", async () => {
    const exchange = await open().exchange({ url: new URL("https://media.example./a.mp3") });
    expect(exchange.ok).toBe(true);
    expect(judged).toMatchObject([{ hostname: "media.example" }]);
  });
});

describe("a pooled TLS connection", () => {
  test("is not used past the deadline of its path", async () => {
    let now = new Date();
    const lapse = new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 60_000);
    await host.renewCertificate("media.example", { notAfter: lapse });
    const door = open({ clock: () => now });
    expect([await fetchOnce(door), await fetchOnce(door)]).toEqual([false, true]);
    now = new Date(lapse.getTime() + 1);
    expect(await fetchOnce(door)).toBe(false);
    expect(judged).toHaveLength(2);
  });

  test("is judged again before a later request, and replaced when found wanting", async () => {
    const start = Date.now();
    let now = new Date(start);
    const judgeTls: TlsJudge = (handshake) => {
      const isUsable = (at: Date) => at.getTime() < start + 1_000;
      return { ...plainJudge(handshake), usable: isUsable(handshake.now), usableAt: isUsable };
    };
    const door = open({ judgeTls, clock: () => now });
    expect([await fetchOnce(door), await fetchOnce(door)]).toEqual([false, true]);
    expect(judged).toHaveLength(1);
    now = new Date(start + 1_000);
    expect(await door.exchange({ url })).toMatchObject({ ok: false });
    expect(judged).toHaveLength(2);
  });

  test("is retired at a certain age", async () => {
    const door = open({ limits: { connectionAgeMs: 0 } });
    expect([await fetchOnce(door), await fetchOnce(door)]).toEqual([false, false]);
    await expect.poll(() => door.openConnections).toBe(0);
  });

  test("leaves nothing open after close, and nothing can be asked then", async () => {
    const door = open();
    await fetchOnce(door);
    await door.close();
    await expect.poll(() => door.openConnections).toBe(0);
    await expect(door.exchange({ url })).rejects.toThrow("closed");
  });
});

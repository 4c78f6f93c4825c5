import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { startSilentListener } from "@earshot/podcast-host";
import { afterEach, expect, test } from "vitest";
import { connectFaultOf } from "./connect-faults.ts";
import { type Endpoint, type Race, raceAddresses } from "./race-addresses.ts";

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(address: string): Promise<{ endpoint: Endpoint; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => sockets.push(socket.on("error", () => undefined)));
  server.listen(0, address);
  await once(server, "listening");
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return { endpoint: { address, family: address.includes(":") ? 6 : 4, port: bound.port }, sockets };
}

async function silence(): Promise<Endpoint> {
  const { address, port, close } = await startSilentListener();
  closers.push(close);
  return { address, port, family: 4 };
}

function won(race: Race): Extract<Race, { ok: true }> {
  if (!race.ok) throw new Error(JSON.stringify(race));
  closers.push(() => race.socket.destroy());
  return race;
}

const limits = { timeoutMs: 5_000, attemptDelayMs: 100 };

test("the first address wins when it answers, and the second is left alone", async () => {
  const [first, second] = [await listen("127.0.0.1"), await listen("127.0.0.2")];
  const race = won(await raceAddresses([first.endpoint, second.endpoint], limits));
  expect(race.endpoint).toEqual(first.endpoint);
  expect(second.sockets).toEqual([]);
});

test("an address that refuses is stepped over without waiting for its head start", async () => {
  const live = await listen("127.0.0.1");
  const dead: Endpoint = { address: "127.0.0.2", family: 4, port: live.endpoint.port };
  const race = won(await raceAddresses([dead, live.endpoint], { ...limits, attemptDelayMs: 60_000 }));
  expect(race.endpoint).toEqual(live.endpoint);
});

test("an address that is silent gets a head start only, and is dropped when it loses", async () => {
  const silent = await silence();
  const live = await listen("127.0.0.1");
  const race = won(await raceAddresses([silent, live.endpoint], limits));
  expect(race.endpoint).toEqual(live.endpoint);
});

test("all attempts lost are told, and the most telling decides", async () => {
  const silent = await silence();
  const refusing: Endpoint = { address: "127.0.0.7", family: 4, port: silent.port };
  const race = await raceAddresses([silent, refusing], { timeoutMs: 400, attemptDelayMs: 50 });
  if (race.ok) throw new Error("nobody listens there");
  expect(race.attempts.map(({ code }) => code).sort()).toEqual(["ECONNREFUSED", "ETIMEDOUT"]);
  const vantage = { timeoutMs: 400, ipv6: false };
  expect(connectFaultOf(race.attempts, vantage)).toMatchObject({ code: "connect.refused" });
  expect(
    connectFaultOf(
      race.attempts.filter(({ code }) => code === "ETIMEDOUT"),
      vantage,
    ),
  ).toMatchObject({
    code: "connect.timeout",
    message: expect.stringContaining("within 400 ms"),
  });
});

test("an IPv6 address that our vantage has no route to is our lack; want of ports or files is ours to throw", () => {
  const endpoint: Endpoint = { address: "2001:db8::1", family: 6, port: 443 };
  const unreachable = [{ endpoint, code: "ENETUNREACH" }];
  expect(connectFaultOf(unreachable, { timeoutMs: 1, ipv6: false })).toMatchObject({
    code: "connect.unreachable",
    doubt: true,
  });
  expect(connectFaultOf(unreachable, { timeoutMs: 1, ipv6: true })).toMatchObject({ doubt: false });
  for (const code of ["EMFILE", "ENFILE", "ENOBUFS"]) {
    expect(() => connectFaultOf([{ endpoint, code }], { timeoutMs: 1, ipv6: true })).toThrow(code);
  }
});

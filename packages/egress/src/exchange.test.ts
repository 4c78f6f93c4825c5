import { afterEach, describe, expect, test } from "vitest";
import { type Script, type ScriptedServer, startScriptedServer } from "../test/scripted-server.ts";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import type { EgressLimits } from "./limits.ts";
import { type Egress, type EgressOptions, openEgress } from "./open-egress.ts";
import { parseConnectTo, parseResolveOverride } from "./route-overrides.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  closers.push(server.close);
  return server;
}

function open(limits: Partial<EgressLimits> = {}, options: Pick<EgressOptions, "onRequest"> = {}): Egress {
  const egress = openEgress({
    ...options,
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
    judgeTls: () => {
      throw new Error("no TLS in this test");
    },
    limits,
  });
  closers.push(egress.close);
  return egress;
}

function answer(text: string): Script {
  return (socket) => socket.write(text, "latin1");
}

const urlOf = (server: ScriptedServer, path = "/") => new URL(`http://127.0.0.1:${server.port}${path}`);

describe("an answered exchange", () => {
  test("tells status, headers, version, address and phases, and gives the body", async () => {
    const server = await serve(
      answer("HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-4/9\r\nContent-Length: 5\r\n\r\nhello"),
    );
    const exchange = await open().exchange({ url: urlOf(server, "/a?b=c"), headers: { range: "bytes=0-4" } });
    if (!exchange.ok) throw new Error(JSON.stringify(exchange.faults));
    expect(exchange).toMatchObject({ status: 206, httpVersion: "1.1", faults: [] });
    expect(exchange.headers["content-range"]).toBe("bytes 0-4/9");
    expect(exchange.connection).toMatchObject({ address: "127.0.0.1", family: 4, tls: null, reused: false });
    expect(exchange.timings.connectMs).toBeGreaterThanOrEqual(0);
    expect(exchange.timings).toMatchObject({ dnsMs: null, tlsMs: null, firstByteMs: expect.any(Number) });
    const read = await exchange.body.read(100);
    expect({ ...read, bytes: Buffer.from(read.bytes).toString() }).toEqual({
      bytes: "hello",
      ended: true,
      fault: null,
    });
    expect(server.requests[0]).toMatch(/^GET \/a\?b=c HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toContain("user-agent: EarshotBot/1.0 (+https://");
  });

  test("tells the phases true to what the server did", async () => {
    const server = await serve((socket) => {
      setTimeout(() => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), 120);
    });
    const exchange = await open().exchange({ url: urlOf(server) });
    expect(exchange.timings.firstByteMs).toBeGreaterThan(115);
    expect(exchange.timings.connectMs).toBeLessThan(115);
  });

  test("reads a body in pieces and keeps what was not asked for", async () => {
    const server = await serve(answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
    const exchange = await open().exchange({ url: urlOf(server) });
    if (!exchange.ok) throw new Error("no answer");
    const first = await exchange.body.read(2);
    const rest = await exchange.body.read(10);
    expect([first, rest].map((read) => [Buffer.from(read.bytes).toString(), read.ended])).toEqual([
      ["he", false],
      ["llo", true],
    ]);
  });

  test("knows HTTP/1.0, and interim responses do not count", async () => {
    const old = await serve((socket) => socket.end("HTTP/1.0 200 OK\r\n\r\nhello"));
    const hinted = await serve(
      answer("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"),
    );
    const egress = open();
    const first = await egress.exchange({ url: urlOf(old) });
    const second = await egress.exchange({ url: urlOf(hinted) });
    expect(first).toMatchObject({ ok: true, httpVersion: "1.0", status: 200 });
    expect(second).toMatchObject({ ok: true, httpVersion: "1.1", status: 204 });
    expect(first.ok && (await first.body.read(100)).ended).toBe(true);
    expect(second.ok && (await second.body.read(100)).ended).toBe(true);
  });

  test("comes after a 100 that nobody asked for, as any client must understand", async () => {
    const server = await serve(
      answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
    );
    const exchange = await open().exchange({ url: urlOf(server) });
    if (!exchange.ok) throw new Error(JSON.stringify(exchange.faults));
    expect(exchange).toMatchObject({ status: 200, faults: [] });
    expect(Buffer.from((await exchange.body.read(100)).bytes).toString()).toBe("hello");
  });

  test("does not come after nothing but a 100", async () => {
    const server = await serve(answer("HTTP/1.1 100 Continue\r\n\r\n"));
    const exchange = await open({ headersMs: 200 }).exchange({ url: urlOf(server) });
    expect(exchange).toMatchObject({ ok: false, faults: [{ code: "http.timeout" }] });
  });

  test("connects where the override says and keeps Host", async () => {
    const server = await serve(answer("HTTP/1.1 204 No Content\r\n\r\n"));
    for (const overrides of [
      { resolve: [parseResolveOverride(`a.test:${server.port}:127.0.0.1`)] },
      { connectTo: [parseConnectTo(`a.test::127.0.0.1:${server.port}`)] },
    ]) {
      const policy = buildAddressPolicy({ allow: [parseAddressRange("127.0.0.1")] });
      const egress = openEgress({
        policy,
        judgeTls: () => ({ usable: false, faults: [], tls: noTls, usableAt: () => false }),
        ...overrides,
      });
      closers.push(egress.close);
      const exchange = await egress.exchange({ url: new URL(`http://a.test:${server.port}/`) });
      expect(exchange).toMatchObject({ ok: true, status: 204, connection: { address: "127.0.0.1" } });
    }
    expect(server.requests.every((head) => head.includes(`host: a.test:${server.port}`))).toBe(true);
  });
});

const noTls = { version: null, certificates: [], leafFingerprint: null, expiresAt: null };

describe("the pool", () => {
  test("reuses a connection whose body was read to its end, and no other", async () => {
    const server = await serve(answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
    const egress = open();
    const reused: boolean[] = [];
    for (const fresh of [false, false, true, false]) {
      const exchange = await egress.exchange({ url: urlOf(server), fresh });
      if (!exchange.ok) throw new Error("no answer");
      reused.push(exchange.connection.reused);
      await exchange.body.read(100);
    }
    expect(reused).toEqual([false, true, false, true]);
    expect(server.connections.count).toBe(2);
  });

  test("a destroyed body closes its connection", async () => {
    const server = await serve(answer("HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\nhello"));
    const egress = open();
    const exchange = await egress.exchange({ url: urlOf(server) });
    if (!exchange.ok) throw new Error("no answer");
    exchange.body.destroy();
    await expect.poll(() => egress.openConnections).toBe(0);
  });

  test("a pooled connection that died is replaced, unrecorded", async () => {
    let answered = 0;
    const server = await serve((socket) => {
      answered += 1;
      if (answered === 2) socket.resetAndDestroy();
      else socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const egress = open();
    expect(await egress.exchange({ url: urlOf(server) })).toMatchObject({ ok: true });
    expect(await egress.exchange({ url: urlOf(server) })).toMatchObject({
      ok: true,
      connection: { reused: false },
    });
    expect(server.connections.count).toBe(2);
  });

  test("every request that goes out is told of, also one that is sent once more, and none that had no connection", async () => {
    let answered = 0;
    const server = await serve((socket) => {
      answered += 1;
      if (answered === 2) socket.resetAndDestroy();
      else socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const told: string[] = [];
    const onRequest = ({ hostname, port, tls }: { hostname: string; port: number; tls: boolean }) =>
      told.push(`${hostname}:${port} ${tls}`);
    const egress = open({}, { onRequest });
    await egress.exchange({ url: urlOf(server) });
    await egress.exchange({ url: urlOf(server) });
    expect(server.requests).toHaveLength(3);
    expect(told).toEqual(server.requests.map(() => `127.0.0.1:${server.port} false`));
    await egress.exchange({ url: new URL("http://192.0.2.1/") });
    await egress.exchange({ url: new URL("http://127.0.0.1:1/") });
    expect(told).toHaveLength(3);
  });

  test("a POST that may be repeated uses a pooled connection, and goes out once more when that had died", async () => {
    let posts = 0;
    const server = await serve((socket) => {
      posts += 1;
      if (posts === 2) socket.resetAndDestroy();
      else socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const egress = open();
    const post = { url: urlOf(server), method: "POST", body: "{}", repeatable: true } as const;
    const sent = [await egress.exchange(post), await egress.exchange(post), await egress.exchange(post)];
    expect(sent.map(({ ok, connection }) => [ok, connection.reused])).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
    expect(posts).toBe(4);
    expect(server.connections.count).toBe(2);
  });

  test("a POST goes over a connection of its own and is never sent twice", async () => {
    const server = await serve((socket, head) => {
      if (head.startsWith("POST /broken")) socket.resetAndDestroy();
      else socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const egress = open();
    await egress.exchange({ url: urlOf(server) });
    const sent = await egress.exchange({ url: urlOf(server), method: "POST", body: "{}" });
    expect(sent).toMatchObject({ ok: true, connection: { reused: false } });
    const broken = await egress.exchange({ url: urlOf(server, "/broken"), method: "POST" });
    expect(broken).toMatchObject({ ok: false, faults: [{ code: "connect.reset" }] });
    expect(server.requests.map((head) => head.split(" HTTP")[0])).toEqual([
      "GET /",
      "POST /",
      "POST /broken",
    ]);
    expect(server.connections.count).toBe(3);
  });

  test("waits for a slot when a host has all its connections, and no longer than its deadline", async () => {
    const server = await serve((socket, head) => {
      if (head.includes("/slow")) return;
      socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const egress = open({ connectionsPerOriginMax: 1 });
    const slow = egress.exchange({ url: urlOf(server, "/slow"), deadlineMs: 300 });
    const impatient = egress.exchange({ url: urlOf(server), deadlineMs: 50 });
    const patient = egress.exchange({ url: urlOf(server), deadlineMs: 5_000 });
    expect(await impatient).toMatchObject({ ok: false, faults: [{ code: "connect.timeout", doubt: true }] });
    expect(await slow).toMatchObject({ ok: false, faults: [{ code: "http.timeout" }] });
    expect(await patient).toMatchObject({ ok: true });
  });
});

describe("a failed exchange is a fault", () => {
  test.each<[string, Script, string]>([
    ["closes at once", (socket) => socket.end(), "connect.reset"],
    ["resets", (socket) => socket.resetAndDestroy(), "connect.reset"],
    ["closes within its head", (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-"), "connect.reset"],
    ["says nothing", () => undefined, "http.timeout"],
    ["stops within its head", answer("HTTP/1.1 200 OK\r\nContent-"), "http.timeout"],
    ["speaks another protocol", answer("220 mail.example ESMTP\r\n\r\n"), "http.protocol-error"],
    [
      "sends headers without end",
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nA: ${"a".repeat(70_000)}`),
      "http.protocol-error",
    ],
    [
      "upgrades unasked",
      answer("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
      "http.unexpected-status",
    ],
  ])("a server that %s", async (_name, script, code) => {
    const server = await serve(script);
    const egress = open({ headersMs: 200 });
    const exchange = await egress.exchange({ url: urlOf(server) });
    expect(exchange).toMatchObject({ ok: false, faults: [{ code, severity: "outage" }] });
    expect(exchange.connection.address).toBe("127.0.0.1");
    await expect.poll(() => egress.openConnections).toBe(0);
  });

  test.each<[string, Script, string]>([
    [
      "closes early",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"),
      "range.short-body",
    ],
    [
      "resets",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", () =>
          setImmediate(() => socket.resetAndDestroy()),
        );
      },
      "range.short-body",
    ],
    ["stalls", answer("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"), "http.stalled"],
    [
      "cuts a chunk",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello"),
      "range.short-body",
    ],
    [
      "sends no chunk size",
      answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello"),
      "http.protocol-error",
    ],
  ])("a body that %s", async (_name, script, code) => {
    const server = await serve(script);
    const egress = open({ bodyIdleMs: 200 });
    const exchange = await egress.exchange({ url: urlOf(server) });
    if (!exchange.ok) {
      expect(exchange.faults[0]?.code).toBe(code);
    } else {
      const read = await exchange.body.read(100);
      expect(read).toMatchObject({ ended: false, fault: { code } });
    }
    await expect.poll(() => egress.openConnections).toBe(0);
  });

  test("in doubt when our own event loop was held up", async () => {
    const server = await serve(() => undefined);
    const egress = open({ headersMs: 300 });
    const pending = egress.exchange({ url: urlOf(server) });
    await expect.poll(() => server.requests.length).toBe(1);
    const until = performance.now() + 900;
    while (performance.now() < until) Math.random();
    expect(await pending).toMatchObject({ ok: false, faults: [{ code: "http.timeout", doubt: true }] });
  });

  test("not at all when we close: that is our own doing, and thrown", async () => {
    const server = await serve(() => undefined);
    const egress = open();
    const pending = egress.exchange({ url: urlOf(server) });
    const rejection = expect(pending).rejects.toThrow();
    await expect.poll(() => server.requests.length).toBe(1);
    await egress.close();
    await rejection;
  });

  test("at its deadline, also while the body trickles", async () => {
    const server = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
      const timer = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    const exchange = await open().exchange({ url: urlOf(server), deadlineMs: 300 });
    if (!exchange.ok) throw new Error("no answer");
    const { ended, fault } = await exchange.body.read(5_000);
    expect({ ended, code: fault?.code }).toEqual({ ended: false, code: "http.stalled" });
    expect(fault?.message).toMatch(/^The body was not finished in time; \d+ bytes had come\.$/);
  });
});

describe("an answer that strict clients refuse and players read", () => {
  test.each<[string, string, string]>([
    ["LF-only lines", "HTTP/1.1 200 OK\nContent-Type: audio/mpeg\nContent-Length: 5\n\nhello", "hello"],
    [
      "one LF-only line",
      "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\nContent-Length: 5\r\n\r\nhello",
      "hello",
    ],
    [
      "equal lengths twice",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
      "hello",
    ],
    ["equal lengths in a list", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", "hello"],
    ["a space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello", "hello"],
    ["an ICY status line", "ICY 200 OK\r\nicy-name: x\r\n\r\nhello", "hello"],
    [
      "length and chunks",
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "hello",
    ],
    [
      "chunks with LF-only lines",
      "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhe\n3;x=y\nllo\n0\n\n",
      "hello",
    ],
    [
      "a control character in a header",
      "HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 5\r\n\r\nhello",
      "hello",
    ],
    ["an HTTP/2 status line in text", "HTTP/2 200\r\ncontent-length: 5\r\n\r\nhello", "hello"],
  ])("%s", async (_name, text, body) => {
    const server = await serve((socket) => socket.end(text, "latin1"));
    const egress = open();
    const exchange = await egress.exchange({ url: urlOf(server, "/x?y"), headers: { range: "bytes=0-4" } });
    if (!exchange.ok) throw new Error(JSON.stringify(exchange.faults));
    expect(exchange).toMatchObject({
      status: 200,
      faults: [{ code: "http.protocol-error", severity: "warning" }],
    });
    const read = await exchange.body.read(100);
    expect({ ...read, bytes: Buffer.from(read.bytes).toString() }).toEqual({
      bytes: body,
      ended: true,
      fault: null,
    });
    expect(server.requests[1]).toMatch(/^GET \/x\?y HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/);
    expect(server.requests[1]).toContain("range: bytes=0-4");
    await expect.poll(() => egress.openConnections).toBe(0);
  });

  test("large headers", async () => {
    const server = await serve(answer(`HTTP/1.1 204 No Content\r\nA: ${"a".repeat(20_000)}\r\n\r\n`));
    const exchange = await open().exchange({ url: urlOf(server) });
    expect(exchange).toMatchObject({
      ok: true,
      faults: [{ code: "http.protocol-error", severity: "warning" }],
    });
  });

  test.each<[string, string]>([
    ["two different lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
    ["no status line", "<html>hello</html>"],
    ["a status below 100", "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"],
    ["a status below 100 in a tolerable head", "HTTP/1.1 099 Odd\nContent-Length: 0\n\n"],
    ["a switch of protocols in a tolerable head", "HTTP/1.1 101 Switching\nUpgrade: x\n\n"],
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"],
  ])("but %s stays an outage", async (_name, text) => {
    const server = await serve((socket) => socket.end(text, "latin1"));
    const exchange = await open().exchange({ url: urlOf(server) });
    expect(exchange).toMatchObject({
      ok: false,
      faults: [{ code: "http.protocol-error", severity: "outage" }],
    });
  });

  test("a body that then breaks off or stalls is told like any other", async () => {
    const cut = await serve((socket) => socket.end("HTTP/1.1 200 OK\nContent-Length: 9\n\nhello"));
    const stalled = await serve((socket) => socket.write("HTTP/1.1 200 OK\nContent-Length: 9\n\nhello"));
    const egress = open({ bodyIdleMs: 200 });
    for (const [server, code] of [
      [cut, "range.short-body"],
      [stalled, "http.stalled"],
    ] as const) {
      const exchange = await egress.exchange({ url: urlOf(server) });
      expect(exchange.ok && (await exchange.body.read(100))).toMatchObject({ ended: false, fault: { code } });
    }
    await expect.poll(() => egress.openConnections).toBe(0);
  });
});

describe("a refused exchange reaches no server", () => {
  test.each([
    ["http://10.0.0.1/", "address.blocked"],
    ["http://[::ffff:10.0.0.1]/", "address.blocked"],
    ["http://0x0a000001/", "address.blocked"],
    ["http://167772161/", "address.blocked"],
    ["http://０ｘ７ｆ.１/x", "address.blocked"],
    ["http://169。254。169。254/", "address.blocked"],
    ["http://127.0.0.1:22/", "address.blocked"],
    ["http://no-such-name.invalid:6667/", "address.blocked"],
    ["https://no-such-name.invalid:25/", "address.blocked"],
    ["http://localhost/", "address.blocked"],
    ["http://a.localhost./", "address.blocked"],
    ["http://u:p@example.org/", "url.invalid"],
    ["http://u@example.org/", "url.invalid"],
    ["ftp://example.org/", "url.invalid"],
    ["file:///etc/passwd", "url.invalid"],
  ])("%s", async (url, code) => {
    const egress = openEgress({
      policy: buildAddressPolicy(),
      judgeTls: () => ({ usable: false, faults: [], tls: noTls, usableAt: () => false }),
    });
    closers.push(egress.close);
    const exchange = await egress.exchange({ url: new URL(url) });
    expect(exchange).toMatchObject({
      ok: false,
      faults: [{ code }],
      connection: { reused: false },
    });
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { startScriptedServer } from "../test/scripted-server.ts";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import { openEgress } from "./open-egress.ts";

const endings = fc.constantFrom("\r\n", "\r\n", "\n", "\r", "");
const statusLine = fc.oneof(
  fc.constantFrom(
    "HTTP/1.1 200 OK",
    "HTTP/1.0 206",
    "HTTP/1.1 302 Found",
    "ICY 200 OK",
    "HTTP/1.1 999",
    "HTTP/1.1 100 Continue",
  ),
  fc.integer({ min: 0, max: 1_000 }).map((status) => `HTTP/1.1 ${String(status).padStart(3, "0")} Odd`),
  fc.string({ maxLength: 30 }),
);
const header = fc.oneof(
  fc.tuple(
    fc.constantFrom("Content-Length", "content-length "),
    fc.oneof(fc.nat(40), fc.string({ maxLength: 5 })),
  ),
  fc.tuple(fc.constant("Transfer-Encoding"), fc.constantFrom("chunked", "gzip, chunked", "x")),
  fc.tuple(fc.constant("Connection"), fc.constantFrom("close", "keep-alive", "upgrade")),
  fc.tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 20 })),
);
const body = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    "5\r\nhello\r\n0\r\n\r\n",
    "5\nhello\n0\n\n",
    "ffffffff\r\n",
    "-1\r\n",
    "HTTP/1.1 200 OK\r\n\r\n",
  ),
);
const response = fc
  .tuple(statusLine, fc.array(fc.tuple(header, endings), { maxLength: 5 }), endings, endings, body)
  .map(([status, headers, afterStatus, afterHead, content]) => {
    const lines = headers.map(([[name, value], ending]) => `${name}: ${value}${ending}`).join("");
    return `${status}${afterStatus}${lines}${afterHead}${content}`;
  });

test("no answer, however malformed, throws, hangs or leaves a connection open", async () => {
  let text = "";
  const server = await startScriptedServer((socket) => socket.end(text, "latin1"));
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.1")] }),
    judgeTls: () => {
      throw new Error("no TLS in this test");
    },
  });
  try {
    await fc.assert(
      fc.asyncProperty(response, async (bytes) => {
        text = bytes;
        const exchange = await egress.exchange({
          url: new URL(`http://127.0.0.1:${server.port}/`),
          deadlineMs: 5_000,
        });
        if (!exchange.ok) {
          expect(exchange.faults.length).toBeGreaterThan(0);
          return;
        }
        const read = await exchange.body.read(1_000);
        expect(read.ended).toBe(read.fault === null);
      }),
      { numRuns: 150 },
    );
    await expect.poll(() => egress.openConnections).toBe(0);
  } finally {
    await egress.close();
    await server.close();
  }
});

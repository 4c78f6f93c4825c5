import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { buildAddressPolicy, openEgress, parseAddressRange, parseConnectTo } from "@earshot/egress";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { buildProber } from "./build-prober.ts";

interface RawAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly lineEnd: string;
  readonly closes: boolean;
}

const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.webUrl(),
  fc.constantFrom(" ", "//", "http://", "https://a b", "http://[::1", "/a", "?x", "#f", "http://x.test/%zz"),
  fc.constantFrom(
    "http://x.test:0/",
    "\\\\x.test\\a",
    "http://ä.test/",
    "javascript:1",
    "http://u:p@x.test/",
  ),
);
const oddNumber = fc.oneof(
  fc.nat(9_999).map(String),
  fc.constantFrom("-1", "1e9", "99999999999999999999", "0x10", "", "*"),
);
const contentRange = fc.tuple(oddNumber, oddNumber, oddNumber).map(([a, b, c]) => `bytes ${a}-${b}/${c}`);
const cookie = fc.tuple(oddText, oddText, oddText).map(([name, value, rest]) => `${name}=${value}; ${rest}`);
const named = (name: string, value: fc.Arbitrary<string>) => fc.tuple(fc.constant(name), value);
const header = fc.oneof(
  ...["Location", "Content-Type", "Retry-After", "cf-mitigated"].map((name) => named(name, oddText)),
  named("Content-Range", fc.oneof(contentRange, oddText)),
  named("Set-Cookie", fc.oneof(cookie, fc.constant("a=1; Path=/"))),
  named("Content-Length", oddNumber),
  named("Content-Encoding", fc.constantFrom("gzip", "identity")),
  named("Transfer-Encoding", fc.constantFrom("chunked", "gzip")),
);
const answer: fc.Arbitrary<RawAnswer> = fc.record({
  status: fc.oneof(
    fc.constantFrom(200, 206, 301, 302, 307, 403, 416, 429, 503),
    fc.integer({ min: 0, max: 999 }),
  ),
  headers: fc.array(header, { maxLength: 5 }),
  body: fc.oneof(
    fc.string({ unit: "binary", maxLength: 50 }),
    oddText.map((uri) => `#EXTM3U\n#EXTINF:1,\n${uri}\n`),
    fc.constantFrom(
      "ID3\x04\0\0\x7f\x7f\x7f\x7f",
      "<Error><Code>AccessDenied</Code></Error>",
      "\0\0\0\x20ftyp",
    ),
  ),
  lineEnd: fc.constantFrom("\r\n", "\r\n", "\n"),
  closes: fc.boolean(),
});

function write(socket: Socket, { status, headers, body, lineEnd, closes }: RawAnswer): void {
  const lines = [
    `HTTP/1.1 ${String(status).padStart(3, "0")} Odd`,
    ...headers.map((pair) => pair.join(": ")),
  ];
  socket.write(Buffer.from(`${lines.join(lineEnd)}${lineEnd}${lineEnd}${body}`, "latin1"));
  if (closes) socket.end();
}

/** Answers each request by the next of `script`, the last one over and over. */
async function startServer(script: RawAnswer[]): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", () => {
      const next = script.length > 1 ? script.shift() : script[0];
      if (next) write(socket, next);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("no chain of answers, however odd, throws, hangs, or gives a probe that is not clean", async () => {
  const script: RawAnswer[] = [];
  const port = await startServer(script);
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.1")] }),
    judgeTls: () => {
      throw new Error("no TLS in this test");
    },
    connectTo: [parseConnectTo(`::127.0.0.1:${port}`)],
    limits: { headersMs: 60, bodyIdleMs: 60, tlsMs: 60 },
  });
  onTestFinished(egress.close);
  const prober = buildProber({ egress, vantage: "test", limits: { deadlineMs: 400 } });
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), async (answers) => {
      script.splice(0, script.length, ...answers);
      // A known prefix, so that the URL without it is asked for too when it fails.
      const url = "http://op3.dev/e/media.test/a.mp3";
      const probe = await prober.probeEnclosure({ url, sampleHead: true });
      expect(JSON.parse(JSON.stringify(probe))).toEqual(probe);
      for (const { hop } of probe.faults) expect(hop ?? 0).toBeLessThan(probe.hops.length);
    }),
    { numRuns: 100 },
  );
  await expect.poll(() => egress.openConnections).toBe(0);
});

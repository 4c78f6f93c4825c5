import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { startScriptedServer } from "../test/scripted-server.ts";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import { openEgress } from "./open-egress.ts";

const bodyBytes = 2_000_000;

async function open() {
  const server = await startScriptedServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bodyBytes}\r\n\r\n`);
    socket.write(Buffer.alloc(bodyBytes, "a"));
  });
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
    judgeTls: () => {
      throw new Error("no TLS in this test");
    },
    limits: { totalMs: 5_000 },
  });
  const exchange = await egress.exchange({ url: new URL(`http://127.0.0.1:${server.port}/feed.xml`) });
  if (!exchange.ok) throw new Error(JSON.stringify(exchange.faults));
  const close = async () => {
    await egress.close();
    await server.close();
  };
  return { body: exchange.body, close };
}

/** Lets the server get ahead, as it does of a reader that parses what it reads. */
async function dawdle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

test("chunks give the whole body to a reader slower than the server", async () => {
  const { body, close } = await open();
  const chunks = body.chunks();
  let received = 0;
  for (;;) {
    const next = await chunks.next();
    if (next.done) {
      expect(next.value).toBeNull();
      break;
    }
    received += next.value.length;
    await dawdle();
  }
  expect(received).toBe(bodyBytes);
  await close();
});

test("a read gives as much as was asked for to a reader slower than the server", async () => {
  const { body, close } = await open();
  await body.read(10);
  await dawdle();
  const { bytes, fault } = await body.read(bodyBytes);
  expect({ received: bytes.length, fault }).toEqual({ received: bodyBytes - 10, fault: null });
  await close();
});

import { startStubDns } from "@earshot/podcast-host";
import { afterEach, expect, test } from "vitest";
import { startScriptedServer } from "../test/scripted-server.ts";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import { type Egress, openEgress } from "./open-egress.ts";

const closers: (() => Promise<void>)[] = [];
const patienceMs = 200;

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An egress of little patience, and the port of a server that accepts and never says anything. */
async function open(): Promise<{ egress: Egress; port: number }> {
  const server = await startScriptedServer(() => {});
  const dns = await startStubDns((type) => (type === "NS" ? { rcode: "REFUSED" } : "silence"));
  const egress = openEgress({
    policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
    judgeTls: () => {
      throw new Error("no handshake ends in this test");
    },
    dnsServers: [dns.server],
    limits: { dnsMs: patienceMs, tlsMs: patienceMs, headersMs: patienceMs },
  });
  closers.push(server.close, dns.close, egress.close);
  return { egress, port: server.port };
}

/** Holds up the event loop for longer than a time-out may be believed after; being held up is the case itself. */
function holdUp(): void {
  const endsAt = performance.now() + 700;
  while (performance.now() < endsAt);
}

const looks: Readonly<Record<string, (egress: Egress, port: number) => Promise<unknown>>> = {
  "tls.timeout": (egress, port) => egress.handshake({ hostname: "127.0.0.1", port, tls: true }),
  "http.timeout": (egress, port) => egress.exchange({ url: new URL(`http://127.0.0.1:${port}/`) }),
  "dns.timeout": (egress, port) => egress.resolveAll({ hostname: "silent.example", port }),
};

test.each(Object.entries(looks))(
  "%s is believed, but not when we were held up ourselves",
  async (code, look) => {
    const { egress, port } = await open();
    expect(await look(egress, port)).toMatchObject({ ok: false, faults: [{ code, doubt: false }] });
    const looking = look(egress, port);
    // Whatever is to be waited for was begun.
    await new Promise((resolve) => setImmediate(resolve));
    holdUp();
    expect(await looking).toMatchObject({ ok: false, faults: [{ code, doubt: true }] });
  },
);

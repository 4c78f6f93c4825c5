import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EnvError, readEnv } from "./read-env.ts";
import { renderEnvExample } from "./render-env-example.ts";

let directory: string;
let caFile: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "earshot-env-"));
  caFile = join(directory, "ca.pem");
  writeFileSync(caFile, "");
});

afterAll(() => rmSync(directory, { recursive: true }));

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

describe("readEnv", () => {
  it("gives every default when nothing is set", () => {
    expect(readEnv({ PATH: "/bin" })).toEqual({
      port: 8080,
      host: "127.0.0.1",
      dataDir: ".earshot",
      vantage: "local",
      canaries: [],
      allowAddresses: [],
      webhookAllowAddresses: [],
      resolve: [],
      nameServers: [],
      connectTo: [],
      feedPeriodMs: 900_000,
      hostPeriodMs: 60_000,
      enclosurePeriodMs: 1_800_000,
      cataloguePeriodMs: 2_592_000_000,
      confirmDelaysMs: [10_000, 30_000],
      leaseMs: 90_000,
      hostRate: 5,
      hostConcurrency: 4,
      addressRate: 20,
      coverageFloor: 0.95,
      feedsMax: 10_000,
      enclosuresMax: 2_000_000,
      apiRateLimit: 12_000,
      corsOrigins: [],
      trustProxy: [],
      logLevel: "info",
    });
  });

  it("counts an empty value as unset", () => {
    const env = readEnv({ PORT: "", DATABASE_URL: "", EARSHOT_CONFIRM_DELAYS: "" });
    expect(env.port).toBe(8080);
    expect(env.databaseUrl).toBeUndefined();
    expect(env.confirmDelaysMs).toEqual([10_000, 30_000]);
  });

  it("reads every variable", () => {
    const env = readEnv({
      PORT: "0",
      HOST: "::1",
      DATABASE_URL: "postgres://earshot:pass@db.internal/earshot?sslmode=require",
      REDIS_URL: "rediss://cache:6380/1",
      EARSHOT_DATA_DIR: "/var/lib/earshot",
      EARSHOT_SECRET_KEY: "ab".repeat(32),
      EARSHOT_BOOTSTRAP_KEY: "first-key",
      EARSHOT_VANTAGE: "eu-west.1",
      EARSHOT_CANARIES: "example.org, https://example.net/ok ,example.com:8443",
      EARSHOT_ALLOW_ADDRESSES: "127.0.0.0/8,::1/128:8443",
      EARSHOT_WEBHOOK_ALLOW_ADDRESSES: "10.0.0.7/32:9000",
      EARSHOT_RESOLVE: "media.test:443:127.0.0.1,::[::1],*:443:192.0.2.7,[2001:db8::1]:443:::1",
      EARSHOT_NAME_SERVERS: "192.0.2.53, 192.0.2.54:5353,2001:db8::53,[2001:db8::53]:5353",
      EARSHOT_CONNECT_TO: "media.test:443:127.0.0.1:8443,:::9443,a.test::[::1]:",
      EARSHOT_EXTRA_CA_FILE: caFile,
      EARSHOT_FEED_PERIOD: "2s",
      EARSHOT_HOST_PERIOD: "500ms",
      EARSHOT_ENCLOSURE_PERIOD: "1.5h",
      EARSHOT_CATALOGUE_PERIOD: "2w",
      EARSHOT_CONFIRM_DELAYS: "0s, 1s",
      EARSHOT_HOST_RATE: "0.5",
      EARSHOT_HOST_CONCURRENCY: "1",
      SMTP_URL: "smtp://mail.test:25",
      EARSHOT_MAIL_FROM: "Earshot <earshot@example.org>",
      EARSHOT_PUBLIC_URL: "https://earshot.example",
      EARSHOT_FEEDS_MAX: "5",
      EARSHOT_ENCLOSURES_MAX: "500",
      EARSHOT_API_RATE_LIMIT: "0",
      EARSHOT_CORS_ORIGINS: "https://tools.example, http://127.0.0.1:3000",
      EARSHOT_TRUST_PROXY: "10.0.0.0/8, 192.0.2.7,fd00::/8,::1",
      LOG_LEVEL: "debug",
    });
    expect(env).toMatchObject({
      port: 0,
      host: "::1",
      secretKey: [Buffer.alloc(32, 0xab)],
      canaries: ["example.org", "https://example.net/ok", "example.com:8443"],
      allowAddresses: ["127.0.0.0/8", "::1/128:8443"],
      resolve: ["media.test:443:127.0.0.1", "::[::1]", "*:443:192.0.2.7", "[2001:db8::1]:443:::1"],
      nameServers: ["192.0.2.53", "192.0.2.54:5353", "2001:db8::53", "[2001:db8::53]:5353"],
      connectTo: ["media.test:443:127.0.0.1:8443", ":::9443", "a.test::[::1]:"],
      hostPeriodMs: 500,
      enclosurePeriodMs: 5_400_000,
      confirmDelaysMs: [0, 1_000],
      hostRate: 0.5,
      feedsMax: 5,
      enclosuresMax: 500,
      apiRateLimit: 0,
      corsOrigins: ["https://tools.example", "http://127.0.0.1:3000"],
      trustProxy: ["10.0.0.0/8", "192.0.2.7", "fd00::/8", "::1"],
      logLevel: "debug",
    });
  });

  it.each([
    ["base64", Buffer.alloc(32, 7).toString("base64")],
    ["base64url", Buffer.alloc(32, 7).toString("base64url")],
    ["hexadecimal", Buffer.alloc(32, 7).toString("hex")],
  ])("reads a secret key in %s", (_alphabet, text) => {
    expect(readEnv({ EARSHOT_SECRET_KEY: text }).secretKey).toEqual([Buffer.alloc(32, 7)]);
  });

  it.each([
    ["PORT", "http", /whole number from 0 to 65535/],
    ["PORT", "65536", /whole number from 0 to 65535/],
    ["PORT", "80.5", /whole number/],
    ["HOST", "http://0.0.0.0", /host name or an IP address/],
    ["DATABASE_URL", "mysql://root@db/x", /postgres:\/\/ or postgresql:\/\//],
    ["REDIS_URL", "localhost:6379", /redis:\/\//],
    ["EARSHOT_SECRET_KEY", Buffer.alloc(31).toString("base64"), /openssl rand -base64 32/],
    ["EARSHOT_BOOTSTRAP_KEY", "two words", /without spaces/],
    ["EARSHOT_VANTAGE", "-", /short name/],
    ["EARSHOT_CANARIES", "exa mple", /neither a host/],
    ["EARSHOT_CANARIES", "one.example,two.example", /at least 3/],
    ["EARSHOT_ALLOW_ADDRESSES", "10.0.0.0", /no address range/],
    ["EARSHOT_ALLOW_ADDRESSES", "10.0.0.0/33", /no address range/],
    ["EARSHOT_WEBHOOK_ALLOW_ADDRESSES", "127.0.0.1/32:0", /no address range/],
    ["EARSHOT_RESOLVE", "a.test:443:b.test", /host:port:address/],
    ["EARSHOT_RESOLVE", "a.test:99999:127.0.0.1", /host:port:address/],
    ["EARSHOT_CONNECT_TO", "a.test:443", /host:port:address:port/],
    ["EARSHOT_NAME_SERVERS", "dns.example", /no name server/],
    ["EARSHOT_NAME_SERVERS", "192.0.2.53:0", /no name server/],
    ["EARSHOT_EXTRA_CA_FILE", "/no/such/file.pem", /ENOENT/],
    ["EARSHOT_FEED_PERIOD", "15", /with a unit/],
    ["EARSHOT_FEED_PERIOD", "soon", /with a unit/],
    ["EARSHOT_HOST_PERIOD", "0s", /out of range/],
    ["EARSHOT_CATALOGUE_PERIOD", "600w", /out of range/],
    ["EARSHOT_CONFIRM_DELAYS", "10s,,-1s", /"-1s"/],
    ["EARSHOT_HOST_RATE", "0", /number from/],
    ["EARSHOT_HOST_CONCURRENCY", "2.5", /whole number/],
    ["SMTP_URL", "mail.test", /smtp:\/\//],
    ["EARSHOT_MAIL_FROM", "Earshot", /an address/],
    ["EARSHOT_MAIL_FROM", "a@b.example, c@d.example", /an address/],
    ["EARSHOT_PUBLIC_URL", "earshot.example", /https:\/\//],
    ["EARSHOT_API_RATE_LIMIT", "-1", /whole number/],
    ["EARSHOT_CORS_ORIGINS", "https://tools.example/", /no origin/],
    ["EARSHOT_CORS_ORIGINS", "*", /no origin/],
    ["EARSHOT_TRUST_PROXY", "true", /no network/],
    ["EARSHOT_TRUST_PROXY", "10.0.0.0/33", /no network/],
    ["EARSHOT_TRUST_PROXY", "10.1", /no network/],
    ["EARSHOT_TRUST_PROXY", "0.0.0.0/0", /no network/],
    ["EARSHOT_TRUST_PROXY", "::/0", /no network/],
    ["LOG_LEVEL", "loud", /fatal, error, warn/],
  ])("refuses %s=%s with a sentence that helps", (name, text, expected) => {
    const problems = problemsOf({ [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(problems[0]).toMatch(expected);
  });

  it("lists everything wrong in one message", () => {
    const source = { PORT: "x", LOG_LEVEL: "loud", EARSHOT_FEED_PERIOD: "1", EARSHOT_HOST_PEROID: "1m" };
    expect(() => readEnv(source)).toThrow(
      /has 4 mistakes:\n {2}EARSHOT_HOST_PEROID: .*did you mean EARSHOT_HOST_PERIOD\?\n/,
    );
    expect(problemsOf(source)).toHaveLength(4);
  });

  it("refuses an unknown variable that resembles none", () => {
    expect(problemsOf({ EARSHOT_ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ: "" })).toEqual([
      "EARSHOT_ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ: is no variable of Earshot's; remove it",
    ]);
  });

  it("never repeats a secret", () => {
    const source = {
      DATABASE_URL: "mysql://u:hunter2@db",
      EARSHOT_SECRET_KEY: "hunter2",
      EARSHOT_BOOTSTRAP_KEY: "hunter2 x",
    };
    expect(problemsOf(source)).toHaveLength(3);
    expect(problemsOf(source).join()).not.toContain("hunter2");
  });

  it("asks for what a service requires, and takes the service's own defaults", () => {
    expect(() => readEnv({}, { required: ["databaseUrl"] })).toThrow(/DATABASE_URL: must be set/);
    const env = readEnv(
      { DATABASE_URL: "postgres://db/x" },
      { required: ["databaseUrl"], defaults: { PORT: "8081" } },
    );
    const databaseUrl: string = env.databaseUrl;
    expect(databaseUrl).toBe("postgres://db/x");
    expect(env.port).toBe(8081);
    expect(readEnv({ PORT: "9000" }, { defaults: { PORT: "8081" } }).port).toBe(9000);
  });
});

describe("renderEnvExample", () => {
  it("is what stands in .env.example (write it anew with: pnpm exec vitest run packages/runtime -u)", async () => {
    await expect(renderEnvExample()).toMatchFileSnapshot("../../../.env.example");
  });
});

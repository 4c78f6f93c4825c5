import { describe, expect, it } from "vitest";
import { createLogger } from "./create-logger.ts";
import { redactText } from "./redact-text.ts";

function collect(level = "info") {
  const lines: string[] = [];
  const log = createLogger({
    level,
    name: "checker",
    destination: { write: (line: string) => lines.push(line) },
  });
  return { log, lines };
}

describe("createLogger", () => {
  it("writes one JSON line with an ISO 8601 time, the level's name and the process's", () => {
    const { log, lines } = collect();
    log.info({ feedId: 7 }, "crawled");
    log.debug("unseen");
    expect(lines).toHaveLength(1);
    const line: unknown = JSON.parse(lines[0] ?? "");
    expect(line).toMatchObject({ level: "info", name: "checker", feedId: 7, msg: "crawled" });
    expect(line).toHaveProperty("time", expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
  });

  it("removes secrets by key, at the top and below", () => {
    const { log, lines } = collect();
    log.info({
      secret: "s3cr3t",
      key: "s3cr3t",
      endpoint: { secret: "s3cr3t", secretKey: "s3cr3t" },
      req: {
        headers: { authorization: "s3cr3t", cookie: "s3cr3t", "set-cookie": "s3cr3t", accept: "audio/mpeg" },
      },
    });
    expect(lines[0]).not.toContain("s3cr3t");
    expect(lines[0]).toContain("audio/mpeg");
  });

  it("removes signed query values and passwords from messages, fields and stacks", () => {
    const { log, lines } = collect();
    const url = "https://cdn.test/a.mp3?X-Amz-Signature=s3cr3t&Expires=5";
    log.error({ url, err: new Error(`GET ${url} failed, by postgres://user:s3cr3t@db/x`) }, `at ${url}`);
    expect(lines[0]).not.toContain("s3cr3t");
    expect(lines[0]).toContain("X-Amz-Signature=[redacted]&Expires=5");
    expect(() => JSON.parse(lines[0] ?? "")).not.toThrow();
  });
});

describe("redactText", () => {
  it.each([
    ["https://a.test/x?token=abc&b=1", "https://a.test/x?token=[redacted]&b=1"],
    ["https://a.test/x?b=1&Signature=a%2Fb#t", "https://a.test/x?b=1&Signature=[redacted]#t"],
    ["https://a.test/x?sv=1&sig=abc", "https://a.test/x?sv=1&sig=[redacted]"],
    ["https://u:p@a.test/x", "https://[redacted]@a.test/x"],
    ["Authorization: Bearer abcdef.123", "Authorization: Bearer [redacted]"],
    ["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_[redacted]"],
    ["https://a.test/x?episode=12&design=blue", "https://a.test/x?episode=12&design=blue"],
    ["mail a@b.test", "mail a@b.test"],
  ])("%s becomes %s", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

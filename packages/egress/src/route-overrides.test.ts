import { describe, expect, test } from "vitest";
import { isOverrideFor, parseConnectTo, parseResolveOverride } from "./route-overrides.ts";

describe("parseResolveOverride", () => {
  test.each([
    ["a.test:443:192.0.2.7", { host: "a.test", port: 443, addresses: ["192.0.2.7"] }],
    ["A.Test.:443:192.0.2.7", { host: "a.test", port: 443, addresses: ["192.0.2.7"] }],
    ["::127.0.0.1", { host: null, port: null, addresses: ["127.0.0.1"] }],
    ["*:*:127.0.0.1", { host: null, port: null, addresses: ["127.0.0.1"] }],
    ["a.test::[::1]", { host: "a.test", port: null, addresses: ["::1"] }],
    ["a.test:443:::1", { host: "a.test", port: 443, addresses: ["::1"] }],
    ["a.test:443:192.0.2.7,[::1]", { host: "a.test", port: 443, addresses: ["192.0.2.7", "::1"] }],
    ["[2001:db8::1]:443:127.0.0.1", { host: "2001:db8::1", port: 443, addresses: ["127.0.0.1"] }],
  ])("reads %s", (text, expected) => {
    expect(parseResolveOverride(text)).toEqual(expected);
  });

  test.each([
    "",
    "a.test",
    "a.test:443",
    "a.test:443:",
    "a.test:443:b.test",
    "a.test:x:127.0.0.1",
    "a.test:0:1.1.1.1",
  ])("refuses %j, naming it", (text) => {
    expect(() => parseResolveOverride(text)).toThrow(`"${text}" is not host:port:address`);
  });
});

describe("parseConnectTo", () => {
  test.each([
    ["a.test:443:127.0.0.1:8443", { host: "a.test", port: 443, targetHost: "127.0.0.1", targetPort: 8443 }],
    ["::127.0.0.1:8443", { host: null, port: null, targetHost: "127.0.0.1", targetPort: 8443 }],
    [":443::8443", { host: null, port: 443, targetHost: null, targetPort: 8443 }],
    ["a.test::[::1]:", { host: "a.test", port: null, targetHost: "::1", targetPort: null }],
  ])("reads %s", (text, expected) => {
    expect(parseConnectTo(text)).toEqual(expected);
  });

  test.each(["", "a.test:443", "a.test:443:127.0.0.1", "a:b:c:d", "a.test:443:::1:8443"])(
    "refuses %j",
    (text) => {
      expect(() => parseConnectTo(text)).toThrow(`"${text}" is not host:port:address:port`);
    },
  );
});

test("isOverrideFor compares names without case, brackets and trailing dot", () => {
  const rule = parseConnectTo("a.test:443:127.0.0.1:8443");
  expect(isOverrideFor(rule, "A.TEST.", 443)).toBe(true);
  expect(isOverrideFor(rule, "a.test", 80)).toBe(false);
  expect(isOverrideFor(rule, "b.test", 443)).toBe(false);
  expect(isOverrideFor(parseConnectTo("[::1]:443:127.0.0.1:1"), "[::1]", 443)).toBe(true);
});

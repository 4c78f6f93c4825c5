import { describe, expect, test } from "vitest";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";

// One address inside every entry of IANA's IPv4 and IPv6 special-purpose registries, and the spellings that hide one.
const refused = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.0.8",
  "192.0.0.192",
  "192.0.2.1",
  "192.31.196.1",
  "192.52.193.1",
  "192.88.99.1",
  "192.168.1.1",
  "192.175.48.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "168.63.129.16",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:7f00:1",
  "::127.0.0.1",
  "::a00:1",
  "::ffff:0:127.0.0.1",
  "64:ff9b::1",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "100::1",
  "100:0:0:1::1",
  "2001::1",
  "2001:1::1",
  "2001:2::1",
  "2001:3::1",
  "2001:4:112::1",
  "2001:10::1",
  "2001:20::1",
  "2001:30::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2620:4f:8000::1",
  "3fff::1",
  "4000::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "fe80::1%eth0",
  "2606:4700::1%eth0",
  "0x7f.1",
  "0177.0.0.1",
  "2130706433",
  "127.1",
];

const accepted = [
  "1.1.1.1",
  "8.8.8.8",
  "172.15.0.1",
  "172.32.0.1",
  "100.128.0.1",
  "198.20.0.1",
  "192.0.1.1",
  "::ffff:8.8.8.8",
  "2606:4700:4700::1111",
  "2a00:1450:4001:81b::200e",
  "2001:4860:4860::8888",
];

describe("buildAddressPolicy", () => {
  const policy = buildAddressPolicy();

  test.each(refused)("refuses %s", (address) => {
    expect(policy.judge(address, 443).allowed).toBe(false);
  });

  test.each(accepted)("accepts %s", (address) => {
    expect(policy.judge(address, 443)).toEqual({ allowed: true });
  });

  test("refuses what is no address", () => {
    for (const text of ["", "example.org", "1.2.3.4.5", "[::1]", "１２７.0.0.1"]) {
      expect(policy.judge(text, 443).allowed).toBe(false);
    }
  });

  test("refuses the ports that browsers refuse and no other", () => {
    for (const port of [0, 1, 22, 25, 53, 110, 6000, 6667, 10080]) {
      expect(policy.judge("8.8.8.8", port).allowed, `${port}`).toBe(false);
    }
    for (const port of [2, 80, 443, 3306, 5432, 6379, 8080, 8443, 65_535]) {
      expect(policy.judge("8.8.8.8", port).allowed, `${port}`).toBe(true);
    }
  });

  test("an allow entry opens its range, mapped spellings included, but no bad port", () => {
    const opened = buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] });
    expect(opened.judge("127.0.0.1", 8443).allowed).toBe(true);
    expect(opened.judge("::ffff:127.0.0.1", 8443).allowed).toBe(true);
    expect(opened.judge("127.0.0.1", 22).allowed).toBe(false);
    expect(opened.judge("::1", 8443).allowed).toBe(false);
  });

  test("an allow entry with a port opens that port only, even a bad one", () => {
    const opened = buildAddressPolicy({
      allow: [parseAddressRange("127.0.0.1:22"), parseAddressRange("[::1]:8080")],
    });
    expect(opened.judge("127.0.0.1", 22).allowed).toBe(true);
    expect(opened.judge("127.0.0.1", 443).allowed).toBe(false);
    expect(opened.judge("::1", 8080).allowed).toBe(true);
  });

  test("our own public addresses are refused unless allowed", () => {
    const own = [parseAddressRange("8.8.4.4"), parseAddressRange("1.1.1.1:5432")];
    expect(buildAddressPolicy({ own }).judge("8.8.4.4", 443).allowed).toBe(false);
    expect(buildAddressPolicy({ own }).judge("1.1.1.1", 5432).allowed).toBe(false);
    expect(buildAddressPolicy({ own }).judge("1.1.1.1", 443).allowed).toBe(true);
    const allow = [parseAddressRange("8.8.4.4")];
    expect(buildAddressPolicy({ own, allow }).judge("8.8.4.4", 443).allowed).toBe(true);
  });

  test.each([
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.b.localhost",
    "localhost.localdomain",
    "ip6-loopback",
  ])("refuses the name %s", (name) => {
    expect(policy.judgeName(name).allowed).toBe(false);
  });

  test.each(["localhost.example", "notlocalhost", "example.org"])("accepts the name %s", (name) => {
    expect(policy.judgeName(name).allowed).toBe(true);
  });
});

describe("parseAddressRange", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0", 8, null],
    ["127.0.0.1", "127.0.0.1", 32, null],
    ["127.0.0.1:8443", "127.0.0.1", 32, 8443],
    ["10.0.0.0/8:443", "10.0.0.0", 8, 443],
    ["fd00::/8", "fd00::", 8, null],
    ["fd00::/8:443", "fd00::", 8, 443],
    ["[fd00::/8]:443", "fd00::", 8, 443],
    ["[fd00::]/8", "fd00::", 8, null],
    ["[::1]:8080", "::1", 128, 8080],
    ["::1", "::1", 128, null],
  ])("reads %s", (text, address, prefixLength, port) => {
    const range = parseAddressRange(text);
    expect(range.network.toString()).toBe(address);
    expect(range).toMatchObject({ prefixLength, port });
  });

  test.each([
    "",
    "localhost",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "127.1",
    "127.0.0.1:0",
    "127.0.0.1:70000",
    "127.0.0.1:x",
    "[::1",
    "::1/129",
  ])("refuses %j, naming it", (text) => {
    expect(() => parseAddressRange(text)).toThrow(`"${text}" is not an address range`);
  });
});

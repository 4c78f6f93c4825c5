import { expect, test } from "vitest";
import { hostPath, parseHostName } from "./host-path.ts";

test.each([
  [{ hostname: "media.example", port: 443 }, "/hosts/media.example"],
  [{ hostname: "media.example", port: 8443 }, "/hosts/media.example%3A8443"],
  [{ hostname: "[2001:db8::1]", port: 443 }, "/hosts/%5B2001%3Adb8%3A%3A1%5D"],
  [{ hostname: "[2001:db8::1]", port: 80 }, "/hosts/%5B2001%3Adb8%3A%3A1%5D%3A80"],
])("%j has the page %s, and is read from it again", (host, path) => {
  expect(hostPath(host)).toBe(path);
  expect(parseHostName(decodeURIComponent(path.slice("/hosts/".length)))).toEqual(host);
});

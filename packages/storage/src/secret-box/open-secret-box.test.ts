import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openSecretBox, SecretBoxError } from "./open-secret-box.ts";

const key = randomBytes(32);

describe("openSecretBox", () => {
  it("opens what it sealed, and never seals the same way twice", () => {
    const box = openSecretBox([key]);
    const sealed = box.seal("whsec_ünïcode");
    expect(box.open(sealed)).toBe("whsec_ünïcode");
    expect(box.seal("whsec_ünïcode").equals(sealed)).toBe(false);
    expect(sealed.includes("whsec")).toBe(false);
  });

  it("opens with any key of the ring and seals with the first", () => {
    const sealed = openSecretBox([key]).seal("secret");
    const next = randomBytes(32);
    const ring = openSecretBox([next, key]);
    expect(ring.open(sealed)).toBe("secret");
    expect(openSecretBox([next]).open(ring.seal("secret"))).toBe("secret");
    expect(() => openSecretBox([key]).open(ring.seal("secret"))).toThrow(/EARSHOT_SECRET_KEY/);
  });

  it("refuses what was changed in any byte", () => {
    const box = openSecretBox([key]);
    const sealed = box.seal("secret");
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed[index] ?? 0) ^ 1, index);
      expect(() => box.open(changed)).toThrow(SecretBoxError);
    }
    expect(() => box.open(Buffer.alloc(3))).toThrow(SecretBoxError);
  });

  it("refuses keys of another length", () => {
    expect(() => openSecretBox([Buffer.alloc(16)])).toThrow(/32 bytes/);
  });
});

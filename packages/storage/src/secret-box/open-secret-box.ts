import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Seals and opens small secrets with AES-256-GCM. */
export interface SecretBox {
  seal(text: string): Buffer;
  /** Throws a SecretBoxError when no key of the box sealed it, or when it was changed. */
  open(sealed: Uint8Array): string;
  /** Whether the key that seals now is the one that sealed this. */
  isCurrent(sealed: Uint8Array): boolean;
}

/** A sealed secret that this box cannot open. */
export class SecretBoxError extends Error {
  override name = "SecretBoxError" as const;
}

const version = 1;
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + keyIdBytes + nonceBytes;

/**
 * A box that seals with the first key and opens with any: to rotate, put a new key in front and reseal. Keys are 32
 * bytes. A sealed secret is version, key id, nonce, ciphertext, tag (NIST SP 800-38D; a fresh random nonce each).
 */
export function openSecretBox(keys: readonly Uint8Array[]): SecretBox {
  const ring = keys.map((key) => ({ key, id: keyIdOf(key) }));
  const [current] = ring;
  if (current === undefined) throw new Error("A secret box needs at least one key.");
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const head = Buffer.concat([Buffer.of(version), current.id, nonce]);
      const cipher = createCipheriv("aes-256-gcm", current.key, nonce).setAAD(head);
      return Buffer.concat([head, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      const entry = ring.find(({ id }) => id.equals(bytes.subarray(1, 1 + keyIdBytes)));
      if (bytes[0] !== version || entry === undefined || bytes.length < headBytes + tagBytes)
        throw unknownKey();
      return decipher(entry.key, bytes);
    },
    isCurrent: (sealed) => current.id.equals(Buffer.from(sealed).subarray(1, 1 + keyIdBytes)),
  };
}

function decipher(key: Uint8Array, bytes: Buffer): string {
  const head = bytes.subarray(0, headBytes);
  const opener = createDecipheriv("aes-256-gcm", key, head.subarray(1 + keyIdBytes)).setAAD(head);
  opener.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([opener.update(bytes.subarray(headBytes, -tagBytes)), opener.final()]).toString(
      "utf8",
    );
  } catch (error) {
    throw new SecretBoxError("A stored secret was changed and cannot be opened.", { cause: error });
  }
}

function keyIdOf(key: Uint8Array): Buffer {
  if (key.length !== 32) throw new Error(`A key of the secret box must be 32 bytes, not ${key.length}.`);
  return createHash("sha256").update("earshot secret box").update(key).digest().subarray(0, keyIdBytes);
}

function unknownKey(): SecretBoxError {
  return new SecretBoxError(
    "A stored secret was sealed with another key: set EARSHOT_SECRET_KEY to the key that this database was used with.",
  );
}

import { X509Certificate } from "node:crypto";
import { splitPem } from "../src/trust-store.ts";

/** The certificates in a text of PEM blocks. */
export function readPems(text: string): X509Certificate[] {
  return splitPem(text).map((pem) => new X509Certificate(pem));
}

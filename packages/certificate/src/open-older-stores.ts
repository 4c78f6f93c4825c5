import olderStores from "../data/older-stores.json" with { type: "json" };
import { openTrustStore, type TrustStore } from "./trust-store.ts";

/**
 * Mozilla's roots of several past dates, oldest first: what devices trust whose own store is no longer updated. For
 * `olderStores` of a `ChainQuestion`; open them once. Where they come from and their licence: `data/README.md`.
 */
export function openOlderStores(): readonly TrustStore[] {
  const certificates: Readonly<Record<string, string>> = olderStores.certificates;
  return olderStores.stores.map(({ name, gapSeverity, fingerprints }) =>
    openTrustStore({
      name,
      gapSeverity: gapSeverity === "info" ? "info" : "warning",
      roots: fingerprints.flatMap((fingerprint) => certificates[fingerprint] ?? []).map(toPem),
    }),
  );
}

function toPem(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

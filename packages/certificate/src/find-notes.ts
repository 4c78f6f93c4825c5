import type { CertificateRecord } from "./certificate-record.ts";
import type { ChainNote } from "./chain-judgement.ts";
import type { ChainReading } from "./chain-reading.ts";

/** The oddities of a served chain, given the path that was judged. */
export function findNotes(reading: ChainReading, path: readonly CertificateRecord[]): ChainNote[] {
  const notes: ChainNote[] = [];
  const positions = new Map<string, number>();
  for (const [position, record] of reading.served.entries()) {
    const { fingerprint } = record;
    const kind = positions.has(fingerprint)
      ? "duplicate"
      : position === 0
        ? null
        : noteOn(record, reading, path);
    if (kind) notes.push({ kind, fingerprint256: fingerprint });
    if (!positions.has(fingerprint)) positions.set(fingerprint, position);
  }
  if (isReordered(path, positions)) notes.push({ kind: "reordered", fingerprint256: null });
  return notes;
}

function noteOn(
  record: CertificateRecord,
  reading: ChainReading,
  path: readonly CertificateRecord[],
): ChainNote["kind"] | null {
  const has = (elements: readonly CertificateRecord[]) =>
    elements.some((element) => element.fingerprint === record.fingerprint);
  if (record.isSelfSigned && (has(path) || reading.trusted.some((other) => has(other.elements))))
    return "root-served";
  if (has(path)) return null;
  return reading.trusted.some((other) => has(other.elements)) ? "alternative" : "stray";
}

function isReordered(path: readonly CertificateRecord[], positions: ReadonlyMap<string, number>): boolean {
  const order = path.flatMap((element) => positions.get(element.fingerprint) ?? []);
  return order.some((position, at) => position < (order[at - 1] ?? 0));
}

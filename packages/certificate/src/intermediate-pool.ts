import type { X509Certificate } from "node:crypto";
import { createBoundedCache } from "./bounded-cache.ts";
import { type CertificateRecord, recordOf } from "./certificate-record.ts";

/** Intermediates seen on trusted paths, to tell a missing intermediate from an unknown root. */
export interface IntermediatePool {
  /** Adds intermediates. Only those that a judge found on a trusted path should come in. */
  add(certificates: Iterable<X509Certificate>): void;
  /** Known intermediates with this subject (see `CertificateRecord.subjectKey`). */
  withSubject(subjectKey: string): readonly CertificateRecord[];
  readonly size: number;
}

const perSubjectMax = 8;

/** An empty pool of at most `subjectsMax` subjects with eight certificates each; the least used go first. */
export function createIntermediatePool(subjectsMax = 2000): IntermediatePool {
  const bySubject = createBoundedCache<string, readonly CertificateRecord[]>(subjectsMax);
  return {
    add(certificates) {
      for (const certificate of certificates) {
        const record = recordOf(certificate);
        const there = bySubject.get(record.subjectKey) ?? [];
        if (there.some((known) => known.fingerprint === record.fingerprint)) continue;
        bySubject.set(record.subjectKey, [record, ...there].slice(0, perSubjectMax));
      }
    },
    withSubject: (subjectKey) => bySubject.get(subjectKey) ?? [],
    get size() {
      return bySubject.size;
    },
  };
}

import type { X509Certificate } from "node:crypto";
import type { ChainJudgement, ChainQuestion } from "./chain-judgement.ts";
import { type ChainReading, readChain } from "./chain-reading.ts";
import { toIso } from "./describe-certificate.ts";
import { findNotes } from "./find-notes.ts";
import { earliestEnd } from "./find-paths.ts";
import { type JudgedPath, judgePath } from "./judge-path.ts";
import { readLibraryVerdict, type SettledFaults, settleWithLibrary } from "./library-verdict.ts";

interface Basis {
  readonly question: ChainQuestion;
  readonly reading: ChainReading;
  /** From when up to (not including) when the judgement stays the same, in milliseconds since 1970. */
  readonly sameFromMs: number;
  readonly sameUntilMs: number;
}

const bases = new WeakMap<ChainJudgement, Basis>();

/**
 * Judges a served chain for a host at `now`: every fault at once, and when the chain ends. The judged path is the one
 * from served elements to a root of the store whose earliest end comes latest. The search of paths is remembered by
 * chain and store, and a judgement until the next date that changes it, so judging the same chain again is cheap.
 */
export function judgeChain(question: ChainQuestion): ChainJudgement {
  const reading = readChain(question.served, question.trust);
  const key = `${question.hostname} ${question.authorizationError}`;
  const last = reading.judgements.get(key);
  const basis = last && bases.get(last);
  if (last && basis && stillHolds(basis, question)) return last;
  const judgement = judgeReading(question, reading, question.now);
  // Without a trusted path the judgement depends on what the pool knows by then.
  if (reading.trusted.length > 0) reading.judgements.set(key, judgement);
  return judgement;
}

/**
 * Judges the dates of a judgement anew, for a connection that is used again later. Gives the very same object while
 * nothing changed, in well under a microsecond. A certificate that has ended since the handshake is an outage, whatever
 * OpenSSL said then. Throws for an object that `judgeChain` did not make.
 */
export function rejudgeDates(judgement: ChainJudgement, now: Date): ChainJudgement {
  const basis = bases.get(judgement);
  if (!basis)
    throw new TypeError("rejudgeDates needs the very object that judgeChain gave, not a copy of it");
  const ms = now.getTime();
  if (ms >= basis.sameFromMs && ms < basis.sameUntilMs) return judgement;
  return judgeReading(basis.question, basis.reading, now);
}

function stillHolds(basis: Basis, question: ChainQuestion): boolean {
  const ms = question.now.getTime();
  return (
    ms >= basis.sameFromMs &&
    ms < basis.sameUntilMs &&
    basis.question.intermediates === question.intermediates &&
    basis.question.olderStores === question.olderStores
  );
}

function judgeReading(question: ChainQuestion, reading: ChainReading, now: Date): ChainJudgement {
  const judged = judgePath(reading, question, now);
  const library = readLibraryVerdict(question.authorizationError);
  const hasTrustedPath = reading.trusted.length > 0;
  const judgement = buildJudgement(
    reading,
    judged,
    settleWithLibrary(judged.faults, library, { hasTrustedPath }),
  );
  const [sameFromMs, sameUntilMs] = surroundingDates(judged.turningPointsMs, now.getTime());
  bases.set(judgement, { question, reading, sameFromMs, sameUntilMs });
  return judgement;
}

function buildJudgement(reading: ChainReading, judged: JudgedPath, settled: SettledFaults): ChainJudgement {
  const { elements, deadline } = judged;
  const leafFingerprint = reading.served[0]?.fingerprint ?? null;
  const expiresAt = elements.length === 0 ? null : toIso(new Date(earliestEnd(elements)));
  return {
    faults: settled.faults,
    usable: settled.faults.every((fault) => fault.severity !== "outage"),
    path: elements.map(({ facts }) => ({
      fingerprint256: facts.fingerprint256,
      subject: facts.subject,
      notBefore: facts.notBefore,
      notAfter: facts.notAfter,
    })),
    leafFingerprint,
    expiresAt,
    deadline,
    tls: { certificates: reading.served.map((record) => record.facts), leafFingerprint, expiresAt },
    disagreement: settled.disagreement,
    notes: findNotes(reading, elements),
  };
}

/** The dates just before (or at) and after `ms` among some. */
function surroundingDates(dates: readonly number[], ms: number): [number, number] {
  let [from, until] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const date of dates) {
    if (date <= ms && date > from) from = date;
    if (date > ms && date < until) until = date;
  }
  return [from, until];
}

/** The certificates of a judgement's path that the server sent as intermediates, for a pool of known ones. */
export function intermediatesOf(judgement: ChainJudgement): X509Certificate[] {
  const basis = bases.get(judgement);
  if (!basis || basis.reading.trusted.length === 0) return [];
  const path = new Set(judgement.path.slice(1).map((element) => element.fingerprint256));
  return basis.reading.served
    .filter((record) => path.has(record.fingerprint))
    .map((record) => record.certificate);
}

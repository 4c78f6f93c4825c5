import { type Fault, type Verdict, verdictOf } from "@earshot/domain";
import { type ChainRequest, followRedirects } from "./follow-redirects.ts";
import { hostOf } from "./hop-trace.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { type AskedRange, readAnswer } from "./read-answer.ts";
import { urlWithoutPrefix } from "./url-without-prefix.ts";

const leastMs = 1_000;

/** A probe that failed, and how it was made. */
export interface FailedProbe {
  readonly faults: readonly Fault[];
  /** URLs of its hops. */
  readonly urls: readonly URL[];
  readonly request: ChainRequest;
  readonly asked: AskedRange;
}

/**
 * When a known tracking prefix is the hop that failed, asks once for the URL without it and says in the fault whether
 * the origin is fine: the publisher can then remove the prefix and be heard.
 */
export async function blamePrefix(deps: ProbeDeps, failed: FailedProbe): Promise<readonly Fault[]> {
  const culprit = failed.faults.find((fault) => fault.severity === "outage" || fault.doubt);
  const prefixed = culprit === undefined ? undefined : failed.urls[culprit.hop ?? -1];
  const origin = prefixed === undefined ? null : urlWithoutPrefix(prefixed);
  if (!culprit || !prefixed || !origin || failed.request.endsAt - performance.now() < leastMs)
    return failed.faults;
  const verdict = await verdictWithout(deps, failed, origin);
  if (verdict === null) return failed.faults;
  const isFine = verdict === "healthy" || verdict === "degraded";
  const finding = isFine
    ? `The origin is fine without ${hostOf(prefixed)}: removing this prefix from the URL would let listeners hear it.`
    : `The origin does not answer well without ${hostOf(prefixed)} either.`;
  return failed.faults.map((fault) =>
    fault === culprit ? { ...fault, message: `${fault.message} ${finding}` } : fault,
  );
}

async function verdictWithout(
  deps: ProbeDeps,
  { request, asked, urls }: FailedProbe,
  origin: URL,
): Promise<Verdict | null> {
  const chain = await followRedirects(deps, { ...request, url: origin, before: { asked: urls, held: null } });
  if (chain.end === "deferred") return null;
  if (chain.end === "fault") return verdictOf(chain.faults);
  const evidence = await readAnswer(chain.answer, asked, null).finally(chain.release);
  return verdictOf([...chain.faults, ...evidence.faults]);
}

import { buildFault, type Fault } from "@earshot/domain";
import { type Admit, type FinalAnswer, hopHostOf, placeOf } from "./follow-redirects.ts";
import { id3TagLength } from "./mpeg-audio.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { type AnswerEvidence, rangeHeaderOf } from "./read-answer.ts";
import { sniffMedia } from "./sniff-media.ts";

/** Whether an ID3 tag fills the bytes to their end, so that they say nothing about the audio behind it. */
export function endsWithinTag(bytes: Uint8Array): boolean {
  const tagBytes = id3TagLength(bytes);
  return tagBytes !== null && tagBytes + 4 > bytes.length;
}

/** An answer that ends within a tag, and how the probe comes to its host again. */
export interface FoundTag {
  readonly answer: FinalAnswer;
  readonly evidence: AnswerEvidence;
  readonly endsAt: number;
  readonly admit: Admit | undefined;
}

/**
 * When an ID3 tag (with a large cover image, say) fills the whole window, asks for one more small range right behind
 * it, at the same final URL, and sees whether audio begins there. A second range that is refused or differs proves
 * nothing: inserted advertisements may change the file between two requests. Nor is it asked for while its host has no
 * slot for it.
 */
export async function confirmPastTag(deps: ProbeDeps, found: FoundTag): Promise<Fault[]> {
  const { answer, evidence, admit } = found;
  const tagBytes = id3TagLength(evidence.bytes);
  const totalBytes = evidence.range.totalBytes;
  if (tagBytes === null) return [];
  if (totalBytes !== null && tagBytes >= totalBytes) return [];
  const host = hopHostOf(answer.url, {
    hop: answer.hop,
    asked: new Set([placeOf(answer.url)]),
    held: answer.url,
  });
  if (admit !== undefined && (await admit(host)) === null) return [];
  const asked = { first: tagBytes, last: tagBytes + deps.limits.windowBytes - 1 };
  const exchange = await deps.egress.exchange({
    url: answer.url,
    headers: { range: rangeHeaderOf(asked), accept: "*/*", "accept-encoding": "identity" },
    deadlineMs: Math.max(0, found.endsAt - performance.now()),
  });
  if (!exchange.ok) return [];
  if (exchange.status !== 206) {
    exchange.body.destroy();
    return [];
  }
  const read = await exchange.body.read(deps.limits.windowBytes);
  exchange.body.release();
  if (read.fault !== null || read.bytes.length < 4 || sniffMedia(read.bytes).kind === "media") return [];
  const message = `The ID3 tag of ${tagBytes} bytes is not followed by audio.`;
  return [buildFault("media.not-media", { hop: answer.hop, severity: "warning", message })];
}

import type { EncodingProblem } from "./decode-characters.ts";
import type { DecompressionProblem } from "./decompress.ts";
import type { FaultList } from "./fault-list.ts";

/** Adds the fault that a decompression problem amounts to. */
export function tellDecompression(faults: FaultList, problem: DecompressionProblem, coding: string): void {
  const name = coding.slice(0, 40);
  if (problem === "undeclared") {
    const message = `The feed is compressed (${name}) without saying so in Content-Encoding; some apps cannot read it. Send the header, or the feed uncompressed.`;
    faults.add("feed.encoding-mismatch", { message });
  } else if (problem === "not-compressed") {
    const message = `Content-Encoding says ${name}, but the feed is not compressed so; many apps cannot read it. Correct the header.`;
    faults.add("feed.encoding-mismatch", { message });
  } else if (problem === "unknown-coding") {
    faults.add("feed.encoding-mismatch", {
      message: `The Content-Encoding "${name}" is unknown. Send gzip, or the feed uncompressed.`,
    });
  } else if (problem === "trailing-bytes") {
    const message = `Bytes follow after the compressed feed (${name}); some apps cannot read it. Compress the feed once, and all of it.`;
    faults.add("feed.malformed", { message });
  } else if (problem === "many-members") {
    const message = `The compressed feed (${name}) is made of thousands of parts and was not read to its end. Compress it in one piece.`;
    faults.add("feed.too-large", { message });
  } else {
    const message = `The compressed feed (${name}) is damaged or cut off; apps cannot read it, or not to its end. Publish it again, whole.`;
    faults.add("feed.malformed", { message });
  }
}

/** Adds the fault that a character encoding problem amounts to. */
export function tellEncoding(faults: FaultList, problem: EncodingProblem, declared: string): void {
  const name = declared.slice(0, 40);
  if (problem === "unknown") {
    const message = `The encoding "${name}" is unknown; Apple and other strict readers refuse the feed. Publish it as UTF-8.`;
    faults.add("feed.encoding-mismatch", { message });
  } else if (problem === "invalid-bytes") {
    const message = `Some bytes are not valid in the encoding ${name}; Apple and other strict readers refuse the feed. Publish it as UTF-8 throughout.`;
    faults.add("feed.encoding-mismatch", { message });
  } else if (problem === "contradiction") {
    const message = `The encoding ${name} is declared, but the feed itself shows another; apps differ in which they believe. Let the XML declaration and the Content-Type name the same.`;
    faults.add("feed.encoding-mismatch", { message, severity: "info" });
  } else {
    const message = `The feed declares ${name} but is evidently UTF-8, so apps show garbled letters. Declare UTF-8.`;
    faults.add("feed.encoding-mismatch", { message });
  }
}

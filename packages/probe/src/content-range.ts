import { quoteEvidence } from "./quote-evidence.ts";

/** A Content-Range of a 206 (RFC 9110 section 14.4). `total` is null where the server says `*`. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number | null;
}

/** Reads `bytes first-last/total`, or gives null for anything else. */
export function parseContentRange(text: string | null): ContentRange | null {
  const match = /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)\s*$/i.exec(text ?? "");
  if (!match) return null;
  const [, first, last, total] = match;
  return { first: Number(first), last: Number(last), total: total === "*" ? null : Number(total) };
}

/** What is wrong with a Content-Range; `legal` when it is only less than was asked for, which RFC 9110 section 15.3.7 allows. */
export interface RangeProblem {
  readonly message: string;
  readonly legal: boolean;
}

/** Why a Content-Range is not the exact answer to a request for `first` to `last`; null when it is. */
export function contentRangeProblem(
  header: string | null,
  asked: { readonly first: number; readonly last: number },
  contentLength: number | null,
  range: ContentRange | null = parseContentRange(header),
): RangeProblem | null {
  const wrong = (message: string): RangeProblem => ({ message, legal: false });
  if (header === null) return wrong("The 206 answer has no Content-Range.");
  if (range === null) return wrong(`${quoteEvidence(header)} is not a Content-Range of one range of bytes.`);
  const unasked = () => `Bytes ${asked.first}-${asked.last} were asked for, ${quoteEvidence(header)} came.`;
  const isWithin = range.total === null || range.last < range.total;
  if (range.first !== asked.first || range.last < range.first || range.last > asked.last || !isWithin)
    return wrong(unasked());
  const length = range.last - range.first + 1;
  if (contentLength !== null && contentLength !== length) {
    return wrong(
      `${quoteEvidence(header)} describes ${length} bytes, but Content-Length says ${contentLength}.`,
    );
  }
  const end = range.total === null ? range.last : Math.min(asked.last, range.total - 1);
  return range.last === end ? null : { message: unasked(), legal: true };
}

/** Reads a Content-Length; null when absent or not one number. */
export function parseContentLength(text: string | null): number | null {
  if (text === null) return null;
  const values = text.includes(",") ? new Set(text.split(",").map((value) => value.trim())) : [text.trim()];
  const [value = "", other] = values;
  return other === undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

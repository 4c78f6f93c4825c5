import { z } from "zod";
import type { NoticeData } from "../notice-message.ts";

// What could end a line, hide text or turn its direction: a show's title is a stranger's, and must stay one line.
const unruly = /[\p{Cc}\p{Zl}\p{Zp}\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A text of a notice, as one tame line. */
export const line = z.string().transform((text) => text.replace(unruly, " ").trim());
/** An instant of a notice. */
export const instant = z.iso.datetime().transform((text) => new Date(text));

const certificate = z.object({
  subject: line,
  issuer: line,
  fingerprint256: line,
  notBefore: instant,
  notAfter: instant,
});

const details = z.object({
  summary: line,
  headline: line.nullable().catch(null),
  drill: z.boolean().catch(false),
  reminder: z.int().nullable().catch(null),
  severity: line.nullable().catch(null),
  since: instant.nullable().catch(null),
  resolvedAt: instant.nullable().catch(null),
  expiresAt: instant.nullable().catch(null),
  reason: line.nullable().catch(null),
  relapse: z.int().catch(0),
  faults: z.array(z.object({ code: line, title: line, explanation: line, remedy: line })).catch([]),
  failing: z
    .array(
      z.object({
        host: line,
        port: z.int(),
        role: line.nullable(),
        addresses: z.array(line),
        certificate: certificate.nullable(),
      }),
    )
    .catch([]),
  affected: z
    .object({
      shows: z.int(),
      episodes: z.int(),
      samples: z.array(z.object({ show: line.nullable(), episode: line.nullable(), url: line.nullable() })),
      endpoints: z.array(z.object({ host: line })).catch([]),
    })
    .nullable()
    .catch(null),
  link: line.nullable().catch(null),
});

/** What a mail tells of a notice. Whatever a type of notice does not have is null or empty. */
export type NoticeDetails = z.output<typeof details>;

/** Reads a notice's data, whatever its type, with every text made one tame line. */
export function readNoticeDetails(data: NoticeData): NoticeDetails {
  return details.parse(data);
}

import { z } from "zod";
import { instant, verdict } from "./basics.ts";
import { faultSchema } from "./fault-schema.ts";

const milliseconds = z.number().nullable();

/** One certificate as served. */
export const certificateSchema = z
  .object({
    fingerprint256: z.string(),
    subject: z.string(),
    issuer: z.string(),
    subjectAltNames: z.array(z.string()),
    notBefore: instant,
    notAfter: instant,
    serialNumber: z.string(),
  })
  .meta({ id: "Certificate" });

/** One request on the way to the bytes. */
export const hopSchema = z
  .object({
    url: z.string(),
    host: z.string(),
    port: z.int(),
    role: z
      .enum(["prefix", "host", "cdn"])
      .nullable()
      .meta({ description: "What the host does on the way, where it is known." }),
    operator: z.string().nullable().meta({ description: "Who runs the host, where it is known." }),
    address: z.string().nullable(),
    family: z.union([z.literal(4), z.literal(6)]).nullable(),
    status: z.int().nullable(),
    location: z.string().nullable(),
    httpVersion: z.string().nullable(),
    timings: z.object({
      dnsMs: milliseconds,
      connectMs: milliseconds,
      tlsMs: milliseconds,
      firstByteMs: milliseconds,
      totalMs: milliseconds,
    }),
    tls: z
      .object({
        version: z.string().nullable(),
        certificates: z.array(certificateSchema),
        leafFingerprint: z.string().nullable(),
        expiresAt: instant.nullable(),
      })
      .nullable(),
    reused: z.boolean(),
    headers: z.record(z.string(), z.string()).nullable(),
  })
  .meta({ id: "Hop" });

/** The evidence of one probe: every hop, the range asked for, what the bytes are. */
export const probeEvidenceSchema = z
  .object({
    url: z.string(),
    at: instant,
    vantage: z.string(),
    verdict,
    faults: z.array(faultSchema),
    hops: z.array(hopSchema),
    range: z
      .object({
        requested: z.string(),
        status: z.int().nullable(),
        contentRange: z.string().nullable(),
        totalBytes: z.number().nullable(),
        receivedBytes: z.int(),
      })
      .nullable(),
    media: z
      .object({
        declaredType: z.string().nullable(),
        servedType: z.string().nullable(),
        sniffedType: z.string().nullable(),
      })
      .nullable(),
    expiresAt: instant.nullable(),
    firstBytes: z.string().nullable().meta({ description: "At most 64 bytes, hexadecimal." }),
  })
  .meta({ id: "ProbeEvidence" });

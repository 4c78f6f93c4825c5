import { type FleetCertificate, listFleetCertificates } from "@earshot/storage";
import type { z } from "zod";
import type { ApiInstance } from "../../http/api-instance.ts";
import { idMatchers, renderPageBy, storePageOf } from "../../http/paging.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { pageOf } from "../../schemas/basics.ts";
import { fleetCertificateQuery, fleetCertificateSchema } from "../../schemas/fleet-schema.ts";
import type { HostRoutes } from "../hosts/list-hosts.ts";

type CertificateItem = z.output<typeof fleetCertificateSchema>;

const dayMs = 24 * 60 * 60 * 1_000;

/** `GET /v1/ops/certificates`: every leaf certificate in use, those that end first at the top. */
export function serveFleetCertificates(app: ApiInstance, { auth, db, clock }: HostRoutes): void {
  app.get(
    "/v1/ops/certificates",
    {
      onRequest: auth.allow("ops"),
      schema: {
        tags: ["ops"],
        summary: "Every leaf certificate in use, those that end first at the top",
        querystring: fleetCertificateQuery,
        response: { 200: pageOf(fleetCertificateSchema), ...problemAnswers("invalid-fields") },
      },
    },
    async ({ query }) => {
      const { limit, after } = storePageOf(query, idMatchers.certificateEnd);
      const { days, search } = query;
      const endsBefore = days === undefined ? undefined : new Date(clock().getTime() + days * dayMs);
      const page = { limit, after: after === undefined ? undefined : parseKey(after) };
      const rows = await listFleetCertificates(db, { ...page, search, endsBefore });
      return renderPageBy(query, rows, renderCertificate, keyOf);
    },
  );
}

function keyOf({ notAfter, fingerprint256 }: CertificateItem): string {
  return `${notAfter}/${fingerprint256}`;
}

function parseKey(key: string) {
  const [notAfter = "", fingerprint = ""] = key.split("/");
  return { notAfter: new Date(notAfter), fingerprint };
}

function renderCertificate({ fingerprint, ...certificate }: FleetCertificate): CertificateItem {
  return {
    ...certificate,
    fingerprint256: fingerprint,
    subjectAltNames: [...certificate.subjectAltNames],
    samples: [...certificate.samples],
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    firstSeenAt: certificate.firstSeenAt.toISOString(),
    lastSeenAt: certificate.lastSeenAt.toISOString(),
  };
}

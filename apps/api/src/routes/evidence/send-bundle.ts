import { negotiate } from "@fastify/accept-negotiator";
import type { FastifyReply } from "fastify";
import type { EvidenceBundle } from "../../evidence/build-bundle.ts";
import { pageContentSecurityPolicy } from "../../evidence/page-style.ts";
import { renderPage } from "../../evidence/render-page.ts";

/** Whether a client would rather have the page than JSON; JSON when it does not care. */
export function prefersPage(accept: string | undefined): boolean {
  return accept !== undefined && negotiate(accept, ["application/json", "text/html"]) === "text/html";
}

/** Sends the evidence as a page. */
export function sendPage(reply: FastifyReply, bundle: EvidenceBundle): FastifyReply {
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", pageContentSecurityPolicy)
    .header("vary", "accept")
    .serializer((text) => String(text))
    .send(renderPage(bundle));
}

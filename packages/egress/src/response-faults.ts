import { buildFault, type Fault } from "@earshot/domain";
import { tlsFaultOf } from "./connect-faults.ts";
import { UnreadableResponseError } from "./lenient-response.ts";

/** How far a response had come when it failed. */
export type ResponseStage = "nothing" | "head" | "body";

const closedCodes = new Set([
  "UND_ERR_SOCKET",
  "UND_ERR_INFO",
  "ECONNRESET",
  "EPIPE",
  "EARSHOT_CONNECTION_GONE",
]);

/**
 * The fault that an error of undici or of the socket amounts to, after the connection was open. Null for what is
 * not known: that is a mistake of ours and no fault of the target, so the caller throws it.
 */
export function responseFaultOf(error: Error, stage: ResponseStage): Fault | null {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (error instanceof UnreadableResponseError) {
    return buildFault("http.protocol-error", { message: `The response cannot be read: ${error.message}.` });
  }
  // What llhttp lets through and undici cannot believe, such as a status below 100, fails an assertion of its parser.
  if (code === "ERR_ASSERTION") {
    const message = "The response does not match the HTTP/1.1 protocol.";
    return buildFault("http.protocol-error", { message });
  }
  if (error.name === "HTTPParserError")
    return buildFault("http.protocol-error", { message: `${error.message}.` });
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return buildFault("http.protocol-error", {
      message: "The response headers are larger than any player accepts.",
    });
  }
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" && stage !== "body") {
    // undici gives this error also when anything else in a head with a Content-Length cannot be read.
    const message =
      "The response's head cannot be read: it says its length in contradictory ways or holds what no head may hold.";
    return buildFault("http.protocol-error", { message });
  }
  if (stage === "body" && (closedCodes.has(code) || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")) {
    return buildFault("range.short-body");
  }
  if (isInterimRefused(error) || error.message === "bad upgrade") {
    const message = "The server answered with an interim or upgrade status that was not asked for.";
    return buildFault("http.unexpected-status", { message });
  }
  if (closedCodes.has(code)) return buildFault("connect.reset", { message: resetMessages[stage] });
  if (code.startsWith("ERR_SSL_")) return tlsFaultOf(error);
  return null;
}

const resetMessages: Readonly<Record<ResponseStage, string>> = {
  nothing: "The server closed the connection without an answer.",
  head: "The server closed the connection in the middle of its response headers.",
  body: "The server closed the connection in the middle of the body.",
};

/**
 * Whether undici gave up at a 100 that it had not asked for, although a client must read on to the final response (RFC
 * 9110 section 15.2).
 */
export function isInterimRefused(error: Error): boolean {
  return error.message === "bad response";
}

/** Whether the error means only that an idle connection had died, so that the request may be sent again on a fresh one. */
export function isStaleConnection(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && closedCodes.has(error.code);
}

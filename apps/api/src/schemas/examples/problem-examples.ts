import { notFound, Problem, type ProblemKind, problemKinds, renderProblem } from "../../http/problem.ts";

/** One problem of each kind as a caller may meet it, in the words that the routes use. */
const problems: Readonly<Record<ProblemKind, Problem>> = {
  "malformed-request": new Problem(
    "malformed-request",
    "The body is not valid JSON. Check quotes, commas and braces.",
  ),
  unauthenticated: new Problem(
    "unauthenticated",
    "Send your API key in the header: Authorization: Bearer <key>.",
  ),
  forbidden: new Problem("forbidden", "This needs an API key with the role ops; yours has publisher."),
  "not-found": notFound("feed"),
  "method-not-allowed": new Problem("method-not-allowed", "/v1/feeds knows GET, HEAD, POST, not DELETE."),
  "limit-reached": new Problem(
    "limit-reached",
    "This account has 50 endpoints, which is the most. Delete one first.",
  ),
  conflict: new Problem("conflict", "The endpoint is disabled, so nothing is sent there. Enable it first."),
  "precondition-failed": new Problem(
    "precondition-failed",
    "It has changed since you read it. Read it again, and send the ETag of that answer as If-Match.",
  ),
  "too-large": new Problem("too-large", "The body is larger than this route takes. Send less at a time."),
  "unsupported-media-type": new Problem(
    "unsupported-media-type",
    "Send the body as JSON, with the header content-type: application/json.",
  ),
  "invalid-fields": new Problem("invalid-fields", "limit in the query will not do; see errors.", {
    errors: [{ path: "limit", message: "limit must be at most 200; follow `next` for more" }],
  }),
  "url-refused": new Problem(
    "url-refused",
    'The scheme "ftp" is not supported. Give an https:// or http:// URL.',
    {
      errors: [
        { path: "url", message: 'The scheme "ftp" is not supported. Give an https:// or http:// URL.' },
      ],
    },
  ),
  "idempotency-key-reused": new Problem(
    "idempotency-key-reused",
    "This Idempotency-Key belongs to another request of the last 24 hours. Take a new key for each new write.",
  ),
  "too-many-requests": new Problem(
    "too-many-requests",
    "At most 12000 requests a minute are served for one key. Wait for the seconds in the header retry-after.",
  ),
  "too-many-streams": new Problem(
    "too-many-streams",
    "This account has 20 event streams open. Close one first.",
  ),
  internal: new Problem(
    "internal",
    "This is our fault, not yours. Try again; if it stays, report the request id in the x-request-id header.",
  ),
  unavailable: new Problem("unavailable", "The queues do not answer at the moment. Try again in a minute."),
};

/** What problems look like, by their kinds, as the OpenAPI document keeps examples that many answers share. */
export const problemExamples = Object.fromEntries(
  Object.entries(problems).map(([kind, problem]) => [
    kind,
    {
      summary: problemKinds[problem.kind].title,
      value: renderProblem(problem, "2f1d7c1e-7b0e-4a57-9f3c-0c4a0f1f9f11"),
    },
  ]),
);

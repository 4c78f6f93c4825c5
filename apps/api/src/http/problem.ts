/** Every kind of problem this API answers with. The kind is the tail of the problem's `type`, and stable. */
export const problemKinds = {
  "malformed-request": { status: 400, title: "The request could not be read" },
  unauthenticated: { status: 401, title: "An API key is needed" },
  forbidden: { status: 403, title: "This API key may not do that" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "This path does not know that method" },
  "limit-reached": { status: 409, title: "A limit of this account is reached" },
  conflict: { status: 409, title: "This does not fit the present state" },
  "precondition-failed": { status: 412, title: "It has changed meanwhile" },
  "too-large": { status: 413, title: "The request body is too large" },
  "unsupported-media-type": { status: 415, title: "The request body is not JSON" },
  "invalid-fields": { status: 422, title: "Some fields will not do" },
  "url-refused": { status: 422, title: "This URL is not accepted" },
  "idempotency-key-reused": { status: 422, title: "This idempotency key belongs to another request" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "too-many-streams": { status: 429, title: "Too many event streams are open" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available at the moment" },
} as const satisfies Record<string, { status: number; title: string }>;

/** The kind of a problem, such as `not-found`. */
export type ProblemKind = keyof typeof problemKinds;

/** One field that is to blame: its path in the body or query (dots between parts) and what to do about it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What a problem may carry beyond its kind and detail. */
export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  /** Response headers that belong to the status, such as `allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of a problem answer, RFC 9457 section 3. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** The request id, so that a report can be found in the log. */
  readonly instance: string;
}

/** A request that cannot be served as asked, with a sentence that says why and what to do. */
export class Problem extends Error {
  override name = "Problem" as const;
  readonly kind: ProblemKind;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.kind = kind;
    this.errors = extras.errors ?? [];
    this.headers = extras.headers ?? {};
  }
}

/** Nothing of this name is visible to the caller, be it that it is another publisher's or that it never was. */
export function notFound(what: string): Problem {
  return new Problem("not-found", `There is no ${what} with this id. Check the id, or list yours first.`);
}

/** The JSON body of a problem. */
export function renderProblem(problem: Problem, requestId: string): ProblemBody {
  const { status, title } = problemKinds[problem.kind];
  return {
    type: `urn:earshot:problem:${problem.kind}`,
    title,
    status,
    detail: problem.message,
    errors: problem.errors,
    instance: `urn:earshot:request:${requestId}`,
  };
}

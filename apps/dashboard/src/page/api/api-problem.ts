/** The part of a problem answer (RFC 9457) that the pages show. */
export interface ProblemParts {
  /** 0 when no answer came at all. */
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** A request that did not go well, with a sentence for whoever made it. */
export class ApiProblem extends Error {
  override name = "ApiProblem" as const;
  readonly status: number;
  readonly errors: ProblemParts["errors"];

  constructor({ status, detail, errors }: ProblemParts, cause?: unknown) {
    super(detail, { cause });
    this.status = status;
    this.errors = errors;
  }

  /** Reads the body of a problem answer, which a proxy on the way may have replaced by something else. */
  static of(status: number, body: unknown): ApiProblem {
    const parts = typeof body === "object" && body !== null ? body : {};
    const detail = "detail" in parts && typeof parts.detail === "string" ? parts.detail : undefined;
    const errors = "errors" in parts && Array.isArray(parts.errors) ? parts.errors : [];
    return new ApiProblem({ status, detail: detail ?? `The server answered with status ${status}.`, errors });
  }

  /** What is wrong with one field of a form, if that is to blame. */
  fieldError(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** What a key may do: `publisher` works with its own publisher's feeds and endpoints, `ops` sees everything. */
export type Role = "publisher" | "ops";

/** Who makes a request, as its API key says. */
export interface Caller {
  /** The id of the key. */
  readonly id: string;
  readonly publisherId: string;
  readonly roles: readonly Role[];
}

/** Whose things a caller may see: one publisher's, or everybody's (null) for ops. */
export function visibleTo(caller: Caller): string | null {
  return caller.roles.includes("ops") ? null : caller.publisherId;
}

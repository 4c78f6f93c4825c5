import type { ApiKey, Role } from "@earshot/storage";

export type { Role };

/** Who makes a request, as its API key says, or the key that its browser signed in with. */
export interface Caller extends Pick<ApiKey, "publisherId" | "roles" | "prefix"> {
  /** The id of the key. */
  readonly id: string;
  /** When the browser is signed out by itself; null for a request that brought the key. */
  readonly sessionEndsAt: Date | null;
}

/** Whose things a caller may see: one publisher's, or everybody's (null) for ops. */
export function visibleTo(caller: Caller): string | null {
  return caller.roles.includes("ops") ? null : caller.publisherId;
}

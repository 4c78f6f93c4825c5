import { type Db, findApiKey, findSession } from "@earshot/storage";
import type { Caller } from "./caller.ts";

/** Knows who stands behind what a request brings. Undefined: nobody, or somebody whose key is revoked or past its time. */
export interface CallerFinder {
  byKey(key: string): Promise<Caller | undefined>;
  bySession(token: string): Promise<Caller | undefined>;
}

/** Finds callers in the store. */
export function openCallerFinder(db: Db, clock: () => Date): CallerFinder {
  return {
    async byKey(key) {
      const found = await findApiKey(db, { key, now: clock() });
      return found && { ...found, sessionEndsAt: null };
    },
    async bySession(token) {
      const session = await findSession(db, { token, now: clock() });
      return session && { ...session.key, sessionEndsAt: session.expiresAt };
    },
  };
}

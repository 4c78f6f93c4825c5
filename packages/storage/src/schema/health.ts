import { type SubjectHealth, soundHealth } from "@earshot/domain";

/** A health as stored: empty until the subject's first trouble. */
export type StoredHealth = SubjectHealth | Record<string, never>;

/** A stored health, filled up: what is missing in it is as for a subject never in trouble. */
export function healthOf(stored: StoredHealth): SubjectHealth {
  return { ...soundHealth, ...stored };
}

import type { Verdict } from "@earshot/domain";

/**
 * How a feed stands: the worst of its own verdict and those of its enclosures; `unprobed` before the first look. Kept
 * for lists to be ordered and narrowed by, it follows what changes it within seconds.
 */
export type Standing = Verdict | "unprobed";

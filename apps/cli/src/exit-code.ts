/** What the program ends with: 0 nothing unreachable, 1 something unreachable or no usable feed, 2 usage or our own fault. */
export const exitCodes = { fine: 0, unreachable: 1, usage: 2 } as const;

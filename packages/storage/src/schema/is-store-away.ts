/** Classes of SQLSTATE that blame the server or the way to it: 08, 40, 53, 57, 58. */
const blamesServer = /^(08|40|53|57|58)/;

/**
 * Whether an error says that the store cannot be reached or has too much to do, so that the same work may well succeed
 * later; anything else is wrong with the work itself.
 */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // The driver has no code for a connection that ended under a query.
  return (
    blamesServer.test(code) ||
    /^E[A-Z]{4,}$/.test(code) ||
    /^(connection|timeout exceeded when trying to connect)/i.test(error.message)
  );
}

/** Ids as PostgreSQL writes an array of them: the driver would quote and escape each one. */
export function idList(ids: Iterable<number>): string {
  return `{${[...ids].join(",")}}`;
}

/** Which part of a list to give: at most `limit` entries after the one whose id is `after`. */
export interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

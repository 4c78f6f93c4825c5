/** Keys of probes and host checks whose values hold a URL or a body, or may. */
const urlKeys: ReadonlySet<string> = new Set(["url", "location", "headers", "firstBytes", "message"]);

/** The same JSON without the parts that may tell another publisher's URLs; hosts, addresses, chains and statuses stay. */
export function withoutUrls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUrls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !urlKeys.has(key))
      .map(([key, part]) => [key, withoutUrls(part)]),
  );
}

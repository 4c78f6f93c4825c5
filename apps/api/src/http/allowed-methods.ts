import type { FastifyInstance } from "fastify";

/** Knows which methods each path answers to. */
export interface AllowedMethods {
  /** The methods that some route has for this path; empty when no route matches it. */
  at(path: string): readonly string[];
}

interface KnownPath {
  readonly matcher: RegExp;
  readonly methods: Set<string>;
}

/**
 * Notes every route as it is registered. Fastify's router answers 404 for a known path with another method, where
 * RFC 9110 section 15.5.6 wants 405 with `allow`. Must be called before the first route.
 */
export function collectAllowedMethods(app: FastifyInstance): AllowedMethods {
  const paths = new Map<string, KnownPath>();
  app.addHook("onRoute", ({ url, method }) => {
    const known = paths.get(url) ?? { matcher: matcherOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) known.methods.add(one.toUpperCase());
    paths.set(url, known);
  });
  return {
    at: (path) => {
      const found = [...paths.values()].filter(({ matcher }) => matcher.test(path));
      return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
    },
  };
}

function matcherOf(url: string): RegExp {
  const pattern = url
    .split("/")
    .map((part) => (part.startsWith(":") ? "[^/]+" : part === "*" ? ".*" : RegExp.escape(part)))
    .join("/");
  return new RegExp(`^${pattern}$`);
}

import { isFeedNamespace, type NamespaceScope, readDeclarations } from "./namespaces.ts";
import { decodeReferences, type EntityTable } from "./references.ts";

/** Elements of RSS that hold the others; no other vocabulary that stands in feeds has elements of these names. */
const structure = /^(?:rss|channel|item)$/i;

/**
 * The namespace scope within an element of this name that has these attributes. Where an element that makes up a feed
 * declares a default namespace that belongs to no feed format, RSS is what is meant, and `tell` is given the namespace.
 */
export function scopeWithin(
  scope: NamespaceScope,
  { name, attributes }: { readonly name: string; readonly attributes: string },
  entities: EntityTable,
  tell: (uri: string) => void,
): NamespaceScope {
  const declarations = readDeclarations(attributes);
  for (const [prefix, uri] of declarations) declarations.set(prefix, decodeReferences(uri, entities));
  const plain = declarations.get("") ?? null;
  const isStructure = structure.test(name) || isRdf(name);
  if (plain !== null && isStructure && !isFeedNamespace(plain, isRdf(name))) {
    declarations.set("", "");
    tell(plain);
  }
  return scope.declare(declarations);
}

const isRdf = (name: string) => /^(?:[\w-]+:)?rdf$/i.test(name);

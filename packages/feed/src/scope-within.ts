import { type NamespaceScope, readDeclarations } from "./namespaces.ts";
import { decodeReferences, type EntityTable } from "./references.ts";

/** The namespace scope within an element that has these attributes. */
export function scopeWithin(
  scope: NamespaceScope,
  attributes: string,
  entities: EntityTable,
): NamespaceScope {
  const declarations = readDeclarations(attributes);
  for (const [prefix, uri] of declarations) declarations.set(prefix, decodeReferences(uri, entities));
  return scope.declare(declarations);
}

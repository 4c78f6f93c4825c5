import { opmlExample } from "../schemas/examples/text-examples.ts";

type Json = null | boolean | number | string | Json[] | JsonObject;

interface JsonObject {
  [key: string]: Json;
}

const reference = /^#\/components\/schemas\/(.+)$/;
const inputSuffix = /Input$/;

/**
 * Tidies a generated OpenAPI document. The generator gives every named schema twice, as `X` for answers and `XInput`
 * for requests: only what something refers to is kept, and an `XInput` without an `X` loses its suffix. Bounds that
 * only say "a safe integer" go too.
 */
export function tidyDocument<T extends object>(document: T): T {
  // The document is about to be sent as JSON, so nothing else is in it.
  const json = JSON.parse(JSON.stringify(document)) as JsonObject;
  const components = readObject(json["components"]);
  const schemas = readObject(components["schemas"]);
  const names = findReferenced({ ...json, components: null }, schemas);
  const rename = (name: string) => {
    const bare = name.replace(inputSuffix, "");
    return names.has(bare) ? name : bare;
  };
  const kept = [...names].sort().map((name) => [rename(name), schemas[name] ?? null] as const);
  const tidied = {
    ...json,
    paths: describeTexts(json["paths"] ?? null),
    components: { ...components, schemas: Object.fromEntries(kept) },
  };
  return rewrite(tidied, rename) as unknown as T;
}

/** The generator gives one schema for every type of a body; one that is no JSON is a text, of which we take only OPML. */
function describeTexts(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(describeTexts);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === "requestBody" ? onlyJsonAsObject(readObject(part)) : describeTexts(part),
    ]),
  );
}

function onlyJsonAsObject(body: JsonObject): JsonObject {
  const content = Object.entries(readObject(body["content"])).map(([type, media]) => [
    type,
    type === "application/json" ? media : { schema: { type: "string" }, example: opmlExample },
  ]);
  return { ...body, content: Object.fromEntries(content) };
}

function findReferenced(root: Json, schemas: JsonObject): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: Json): void => {
    if (typeof value === "string") {
      const name = reference.exec(value)?.[1];
      if (name === undefined || found.has(name)) return;
      found.add(name);
      visit(schemas[name] ?? null);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(root);
  return found;
}

function rewrite(value: Json, rename: (name: string) => string): Json {
  if (typeof value === "string") {
    const name = reference.exec(value)?.[1];
    return name === undefined ? value : `#/components/schemas/${rename(name)}`;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => rewrite(part, rename));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => !isNoise(key, part, value))
      .map(([key, part]) => [key, rewrite(part, rename)]),
  );
}

/** Bounds of a safe integer, the long pattern that repeats what `format: date-time` says, and the dialect, which is the document's. */
function isNoise(key: string, part: Json, schema: JsonObject): boolean {
  if (part === Number.MAX_SAFE_INTEGER || part === Number.MIN_SAFE_INTEGER || key === "$schema") return true;
  return key === "pattern" && (schema["format"] === "date-time" || schema["format"] === "date");
}

function readObject(value: Json | undefined): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}

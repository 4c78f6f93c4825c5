import { XMLParser } from "fast-xml-parser";

/** One element of a fragment, its children in order. Texts and attribute values are raw: references undecoded. */
export interface FragmentElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly FragmentElement[];
  /** Text pieces in order; `literal` ones come from CDATA sections and contain no references. */
  readonly texts: readonly { readonly raw: string; readonly literal: boolean }[];
}

const attributePrefix = "@";
const attributesName = ":@";
const textName = "#text";
const cdataName = "#cdata";

// Entities are decoded by us, exactly once and within bounds, so the parser must not touch them; nor may it trim,
// turn "00123" into 123, or lose the order of text and CDATA.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: attributePrefix,
  textNodeName: textName,
  cdataPropName: cdataName,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  allowBooleanAttributes: false,
  jPath: false,
  entityDecoder: {
    setExternalEntities: () => {},
    addInputEntities: () => {},
    reset: () => {},
    decode: (text) => text,
    setXmlVersion: () => {},
  },
});

/** Parses a fragment: any number of elements, well-formed. Throws what the parser throws on anything else. */
export function parseFragment(xml: string): readonly FragmentElement[] {
  const nodes: unknown = parser.parse(xml);
  return readContent(nodes).children;
}

type Text = FragmentElement["texts"][number];
type Content = Pick<FragmentElement, "texts" | "children">;

const noTexts: FragmentElement["texts"] = [];
const noChildren: FragmentElement["children"] = [];
const noAttributes: FragmentElement["attributes"] = {};

function readContent(nodes: unknown): Content {
  const children: FragmentElement[] = [];
  const texts: Text[] = [];
  for (const node of Array.isArray(nodes) ? nodes : []) {
    for (const name in node) {
      if (name === attributesName) continue;
      const value: unknown = node[name];
      if (name === textName) texts.push({ raw: String(value), literal: false });
      else if (name === cdataName) texts.push({ raw: cdataText(value), literal: true });
      else children.push(buildElement(name, node[attributesName], readContent(value)));
    }
  }
  // Most elements have either, and what is empty need not be kept.
  return {
    children: children.length === 0 ? noChildren : children,
    texts: texts.length === 0 ? noTexts : texts,
  };
}

function buildElement(name: string, attributes: unknown, { children, texts }: Content): FragmentElement {
  return { name, attributes: readAttributes(attributes), children, texts };
}

function cdataText(value: unknown): string {
  return Array.isArray(value) ? value.map((part) => String(part[textName] ?? "")).join("") : "";
}

function readAttributes(value: unknown): FragmentElement["attributes"] {
  if (typeof value !== "object" || value === null) return noAttributes;
  const attributes: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) attributes[attributeName(name)] = String(text);
  return attributes;
}

const attributeNames = new Map<string, string>();
const attributeNamesMax = 500;

/** The name of an attribute as the document has it: the few that feeds use are cut only once. */
function attributeName(prefixed: string): string {
  const known = attributeNames.get(prefixed);
  if (known !== undefined) return known;
  const name = prefixed.slice(attributePrefix.length);
  if (attributeNames.size < attributeNamesMax) attributeNames.set(prefixed, name);
  return name;
}

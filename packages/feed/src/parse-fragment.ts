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
export function parseFragment(xml: string): FragmentElement[] {
  const nodes: unknown = parser.parse(xml);
  return [...readChildren(nodes).children];
}

type Text = FragmentElement["texts"][number];

const noTexts: FragmentElement["texts"] = [];
const noAttributes: FragmentElement["attributes"] = {};

function readChildren(nodes: unknown): Pick<FragmentElement, "texts" | "children"> {
  const children: FragmentElement[] = [];
  const texts: Text[] = [];
  for (const node of Array.isArray(nodes) ? nodes : []) {
    for (const name in node) {
      if (name === ":@") continue;
      const value: unknown = node[name];
      if (name === textName) texts.push({ raw: String(value), literal: false });
      else if (name === cdataName) texts.push({ raw: cdataText(value), literal: true });
      else children.push({ name, attributes: readAttributes(node[":@"]), ...readChildren(value) });
    }
  }
  return { children, texts: texts.length === 0 ? noTexts : texts };
}

function cdataText(value: unknown): string {
  return Array.isArray(value) ? value.map((part) => String(part[textName] ?? "")).join("") : "";
}

function readAttributes(value: unknown): FragmentElement["attributes"] {
  if (typeof value !== "object" || value === null) return noAttributes;
  const attributes: Record<string, string> = {};
  for (const [name, text] of Object.entries(value))
    attributes[name.slice(attributePrefix.length)] = String(text);
  return attributes;
}

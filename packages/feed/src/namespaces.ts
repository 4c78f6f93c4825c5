/** Canonical prefixes by namespace URI, the URI in the form that `normalizeUri` gives. The empty prefix is RSS itself. */
const prefixByUri = new Map<string, string>([
  ["", ""],
  ["purl.org/rss/1.0", ""],
  ["my.netscape.com/rdf/simple/0.9", ""],
  ["channel.netscape.com/rdf/simple/0.9", ""],
  ["my.netscape.com/publish/formats/rss-0.91.dtd", ""],
  ["backend.userland.com/rss", ""],
  ["backend.userland.com/rss2", ""],
  ["backend.userland.com/rss091", ""],
  ["backend.userland.com/rss092", ""],
  ["blogs.law.harvard.edu/tech/rss", ""],
  ["cyber.law.harvard.edu/rss", ""],
  ["cyber.law.harvard.edu/rss/rss.html", ""],
  ["www.rssboard.org/rss-specification", ""],
  ["www.w3.org/2005/atom", "atom"],
  ["purl.org/atom/ns", "atom"],
  ["www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"],
  ["www.itunes.com/dtds/podcast-1.0.dtd", "itunes"],
  ["itunes.com/dtds/podcast-1.0.dtd", "itunes"],
  ["itunes.apple.com/dtds/podcast-1.0.dtd", "itunes"],
  ["example.com/dtds/podcast-1.0.dtd", "itunes"],
  ["podcastindex.org/namespace/1.0", "podcast"],
  ["github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md", "podcast"],
  ["search.yahoo.com/mrss", "media"],
  ["www.rssboard.org/media-rss", "media"],
  ["tools.search.yahoo.com/mrss", "media"],
  ["video.search.yahoo.com/mrss", "media"],
  ["purl.org/dc/elements/1.1", "dc"],
  ["purl.org/dc/elements/1.0", "dc"],
  ["purl.org/dc/terms", "dcterms"],
  ["purl.org/rss/1.0/modules/content", "content"],
  ["purl.org/rss/1.0/modules/syndication", "sy"],
  ["purl.org/syndication/history/1.0", "fh"],
  ["purl.oclc.org/net/rss_2.0/enc", "enc"],
  ["www.google.com/schemas/play-podcasts/1.0", "googleplay"],
  ["rssnamespace.org/feedburner/ext/1.0", "feedburner"],
  ["podlove.org/simple-chapters", "psc"],
  ["www.w3.org/xml/1998/namespace", "xml"],
]);

/** Prefixes understood even where a feed forgets to declare them. */
const wellKnownPrefixes = new Set([
  "atom",
  "rdf",
  "itunes",
  "podcast",
  "media",
  "dc",
  "dcterms",
  "content",
  "sy",
  "googleplay",
  "xml",
]);

/** Names of RSS elements by their lower-case form: what a feed with wrong capitals means. */
const rssNames = new Map(
  "rss channel item title link description guid pubDate enclosure ttl language category author comments source image url width height copyright generator docs cloud rating textInput skipHours skipDays managingEditor webMaster lastBuildDate name items textinput feed entry id published updated summary content"
    .split(" ")
    .map((name) => [name.toLowerCase(), name]),
);

const validName =
  /^[A-Za-z_\u00c0-\ud7ff\uf900-\ufffd\ud800-\udfff][\w.\u00b7\u00c0-\ud7ff\uf900-\ufffd\ud800-\udfff-]*(?::[A-Za-z_\u00c0-\ud7ff\uf900-\ufffd\ud800-\udfff][\w.\u00b7\u00c0-\ud7ff\uf900-\ufffd\ud800-\udfff-]*)?$/;

const prefixedAttribute = /\s(?!xml(?:ns)?:[\w.-]+\s*=)[\w.-]*:[\w.:-]*\s*=/;

/** Names looked up and remembered in one scope; more are looked up anew each time. */
const rememberedNamesMax = 1_000;

/** What a qualified name means. */
export interface ElementName {
  /** `item`, `itunes:title` …: the local name behind the canonical prefix of a known namespace; null for any other. */
  readonly key: string | null;
  /** Whether the element is of a namespace that says nothing about feeds. */
  readonly foreign: boolean;
  /** What is wrong with the name, to be told where it first stands in a scope. */
  readonly problem: "invalid-name" | "undeclared-prefix" | "name-case" | null;
  readonly found: string;
  /** Whether the problem has been told in this scope. */
  told: boolean;
}

/** The namespace declarations in force somewhere in a document. */
export class NamespaceScope {
  private readonly parent: NamespaceScope | null;
  private readonly own: ReadonlyMap<string, string>;
  private readonly names = new Map<string, ElementName>();

  constructor(parent: NamespaceScope | null = null, own: ReadonlyMap<string, string> = new Map()) {
    this.parent = parent;
    this.own = own;
  }

  /** The scope within an element that makes these declarations (prefix to URI): itself when they change nothing. */
  declare(declarations: ReadonlyMap<string, string>): NamespaceScope {
    for (const [prefix, uri] of declarations) {
      if (!this.declares(prefix, uri)) return new NamespaceScope(this, declarations);
    }
    return this;
  }

  /** Whether a prefix stands for exactly this namespace here. */
  declares(prefix: string, uri: string): boolean {
    return this.uriOf(prefix) === uri;
  }

  /** What a qualified element name means here. */
  resolve(name: string): ElementName {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const element = this.lookUp(name);
    if (this.names.size < rememberedNamesMax && name.length <= 100) this.names.set(name, element);
    return element;
  }

  /** The first prefix of an attribute that is not declared here, or null. */
  undeclaredPrefix(attributes: string): string | null {
    if (!prefixedAttribute.test(attributes)) return null;
    for (const match of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)) {
      const name = match[1] ?? "";
      const colon = name.indexOf(":");
      if (colon === -1) continue;
      const prefix = name.slice(0, colon);
      if (colon === 0 || name.includes(":", colon + 1)) return name;
      if (prefix !== "xml" && prefix !== "xmlns" && this.uriOf(prefix) === undefined) return prefix;
    }
    return null;
  }

  private lookUp(name: string): ElementName {
    const found = name.slice(0, 100);
    if (name.length > 1_000 || !validName.test(name))
      return { key: null, foreign: false, problem: "invalid-name", found, told: false };
    const colon = name.indexOf(":");
    const prefix = colon === -1 ? "" : name.slice(0, colon);
    const local = name.slice(colon + 1);
    const uri = this.uriOf(prefix);
    if (uri === undefined && prefix !== "" && prefix !== "xml") {
      const lower = prefix.toLowerCase();
      const key = wellKnownPrefixes.has(lower) ? `${lower}:${local}` : null;
      return { key, foreign: false, problem: "undeclared-prefix", found: prefix, told: false };
    }
    const canonical = prefix === "xml" ? "xml" : prefixByUri.get(normalizeUri(uri ?? ""));
    if (canonical === undefined)
      return { key: null, foreign: !wellKnownPrefixes.has(prefix), problem: null, found, told: false };
    if (canonical !== "")
      return { key: `${canonical}:${local}`, foreign: false, problem: null, found, told: false };
    const standard = rssNames.get(local.toLowerCase());
    const miscased = standard !== undefined && standard !== local && local !== "textinput";
    return {
      key: miscased ? standard : local,
      foreign: false,
      problem: miscased ? "name-case" : null,
      found,
      told: false,
    };
  }

  private uriOf(prefix: string): string | undefined {
    for (let scope: NamespaceScope | null = this; scope !== null; scope = scope.parent) {
      const uri = scope.own.get(prefix);
      if (uri !== undefined) return uri;
    }
    return undefined;
  }
}

/** Whether a namespace is one that a feed's own elements are in: RSS's or, around RSS 1.0, that of RDF. */
export function isFeedNamespace(uri: string, orRdf: boolean): boolean {
  const canonical = prefixByUri.get(normalizeUri(uri));
  return canonical === "" || (orRdf && canonical === "rdf");
}

/** Namespace declarations in well-formed attribute text, URIs as they stand. */
export function readDeclarations(attributes: string): Map<string, string> {
  const declarations = new Map<string, string>();
  for (const match of attributes.matchAll(/\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    declarations.set(match[1] ?? "", (match[2] ?? match[3] ?? "").trim());
    if (declarations.size >= 200) break;
  }
  return declarations;
}

/** URIs are names and compare by character; feeds vary scheme, case, trailing slash and hash, which is harmless to allow. */
function normalizeUri(uri: string): string {
  return uri
    .slice(0, 300)
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[/#]+$/, "");
}

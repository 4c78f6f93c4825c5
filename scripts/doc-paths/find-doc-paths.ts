import { posix } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";

/** A path that a document names, in a code span or as the target of a link. */
export interface DocPath {
  readonly line: number;
  readonly text: string;
  /** Where it may lie, from the root of the repository; one of them must exist. */
  readonly candidates: readonly string[];
}

/** What is known about the repository. */
export interface Tree {
  /** Every file and folder, from the root. */
  readonly paths: ReadonlySet<string>;
}

type Node = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>["children"][number];

/** Folders that a package's README may name from its own folder. */
const innerFolders = new Set(["src", "test", "bench", "migrations"]);

/** A file named without its folder; other extensions are too often examples. */
const bareFile = /^[\w.-]+\.(ts|tsx|md|yaml|sql)$/;

/** Every path of the repository that a document names. Fenced code is left alone: it shows commands, output and trees. */
export function findDocPaths(documentPath: string, markdown: string, tree: Tree): readonly DocPath[] {
  const folder = posix.dirname(documentPath);
  const found: DocPath[] = [];
  visit(fromMarkdown(markdown), (node) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === "link" || node.type === "definition" || node.type === "image") {
      const target = linkTarget(node.url);
      if (target !== undefined) found.push({ line, text: node.url, candidates: [resolve(folder, target)] });
    }
    if (node.type === "inlineCode") {
      const candidates = candidatesOf(node.value, folder, tree);
      if (candidates !== undefined) found.push({ line, text: node.value, candidates });
    }
  });
  return found;
}

/** The sentences about paths that do not exist. */
export function judgeDocPaths(documentPath: string, markdown: string, tree: Tree): readonly string[] {
  return findDocPaths(documentPath, markdown, tree)
    .filter(({ candidates }) => !candidates.some((candidate) => tree.paths.has(candidate)))
    .map(
      ({ line, text }) => `${documentPath}:${line}: ${text} does not exist; correct the path or remove it`,
    );
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node);
  if ("children" in node) for (const child of node.children) visit(child, look);
}

/** The path of a link into the repository; undefined for a link to elsewhere or within the page. */
function linkTarget(url: string): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(url)) return undefined;
  return decodeURIComponent(url.replace(/[#?].*$/, ""));
}

function candidatesOf(code: string, folder: string, tree: Tree): readonly string[] | undefined {
  if (!/^[\w./@-]+$/.test(code) || code.startsWith("/") || code.startsWith("@")) return undefined;
  const segments = code.replace(/\/$/, "").split("/");
  const [first = ""] = segments;
  if (segments.length === 1) {
    if (!bareFile.test(code)) return undefined;
    const places = [...tree.paths].filter((path) => posix.basename(path) === code);
    return places.length === 0 ? [code] : places;
  }
  const isKnown = tree.paths.has(first) || first === "." || first === "..";
  const isInner = folder !== "." && innerFolders.has(first);
  if (!isKnown && !isInner) return undefined;
  return [resolve(folder, code), resolve(".", code)];
}

function resolve(folder: string, path: string): string {
  return posix.join(folder, path).replace(/\/$/, "");
}

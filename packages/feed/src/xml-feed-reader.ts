import type { EpisodeContext } from "./build-episode.ts";
import { ShowBuilder } from "./build-show.ts";
import { Collector } from "./collector.ts";
import type { DocumentReader, ReadDocument } from "./document-reader.ts";
import {
  containerChildren,
  type ElementRole,
  enclosureKeys,
  itemKeys,
  itemRoles,
  showRoles,
} from "./element-roles.ts";
import type { FaultList } from "./fault-list.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { FeedRoot } from "./feed-root.ts";
import { type Frame, FrameStack } from "./frame-stack.ts";
import { ItemList, type OpenItem } from "./item-list.ts";
import type { MarkupHandler } from "./markup-handler.ts";
import { type MarkupProblem, markupProblems } from "./markup-problem.ts";
import { MarkupScanner } from "./markup-scanner.ts";
import { NamespaceScope, readDeclarations } from "./namespaces.ts";
import {
  decodeReferences,
  type EntityTable,
  emptyEntityTable,
  expandEntity,
  isHtmlEntity,
  readEntityTable,
  readRawAttribute,
} from "./references.ts";
import { areSimilarNames } from "./similar-names.ts";

/** Problems that are no breach of XML, or do not by themselves make strict readers refuse a feed. */
const mildProblems: ReadonlySet<MarkupProblem> = new Set(["comment-hides-item", "external-entity"]);

/** Items open within each other before the innermost is taken to have ended. */
const openItemsMax = 4;

/** Entity names whose judgement is remembered. */
const rememberedReferencesMax = 1_000;

/** How an element is collected, and by whom. */
interface Collecting {
  readonly role: ElementRole;
  readonly collector: Collector;
  readonly outermost: boolean;
}

/**
 * Reads RSS, RDF and Atom: follows the markup, recognizes items wherever broken markup puts them, and collects what
 * is wanted of them. Elements left open are closed where what follows shows that they ended.
 */
export class XmlFeedReader implements DocumentReader, MarkupHandler {
  wantsText = true;
  openName = "";
  private readonly limits: FeedLimits;
  private readonly faults: FaultList;
  private readonly scanner: MarkupScanner;
  private readonly show: ShowBuilder;
  private readonly showCollector: Collector;
  private readonly context: EpisodeContext;
  private readonly items: ItemList;
  private readonly root = new FeedRoot();
  private readonly frames = new FrameStack();
  private readonly outerScope = new NamespaceScope();
  private entities: EntityTable = emptyEntityTable();
  private readonly referenceProblems = new Map<string, MarkupProblem | "none">();
  private readonly problemCounts = new Map<string, number>();
  private sawElement = false;
  private rootClosed = false;
  /** Whether there are more items than are read. */
  private full = false;
  private overflowDepth = 0;

  constructor(limits: FeedLimits, faults: FaultList, feedUrl: string | null) {
    this.limits = limits;
    this.faults = faults;
    this.scanner = new MarkupScanner(this, limits);
    this.show = new ShowBuilder(feedUrl, () => this.entities);
    this.showCollector = new Collector((placed) => this.show.add(placed));
    const entities = () => this.entities;
    this.context = {
      get entities() {
        return entities();
      },
      enclosuresMax: limits.enclosuresPerItemMax,
      documentBase: () => feedUrl ?? this.show.selfUrl,
      fault: (code, details, kind) => faults.add(code, details, kind),
    };
    this.items = new ItemList(this.context);
  }

  write(text: string): boolean {
    this.scanner.write(text);
    return !this.full;
  }

  end(cut: boolean): ReadDocument {
    if (!cut) this.scanner.end();
    const unclosed = this.frames.depth > 0;
    const complete = !cut && !unclosed && this.rootClosed;
    if (unclosed && !cut) this.tellCutOff();
    // Half a value at the document's end is worse than none.
    this.frames.dropText()?.collector?.dropElement();
    while (this.frames.depth > 0) this.closeTop();
    this.showCollector.flush();
    if (this.entities.exhausted) this.problem("entity-expansion", "", "all");
    const { episodes, lines } = this.items.result();
    const format = this.root.formatOf(episodes);
    if (format === null) return { show: null, episodes: [], lines: [], liveItems: [], complete };
    return { show: this.show.build(format), episodes, lines, liveItems: this.items.liveItems, complete };
  }

  startTag(name: string, attributes: string, selfClosing: boolean): void {
    const tooDeep = this.overflowDepth > 0 || this.frames.depth >= this.limits.depthMax;
    if (tooDeep && !this.endsOverflow(name)) {
      if (this.overflowDepth === 0) this.problem("too-deep");
      if (!selfClosing) this.overflowDepth++;
      return;
    }
    const outer = this.frames.top?.scope ?? this.outerScope;
    const scope = attributes.includes("xmlns") ? this.scopeWithin(outer, attributes) : outer;
    const element = scope.resolve(name);
    if (element.problem !== null && !element.told) {
      element.told = true;
      this.problem(element.problem, element.found);
    }
    const undeclared = attributes === "" ? null : scope.undeclaredPrefix(attributes);
    if (undeclared !== null) this.problem("undeclared-prefix", undeclared.slice(0, 100));
    const key = this.root.keyOf(element.key, this.frames.depth);
    if (this.rootClosed && this.frames.depth === 0) this.problem("content-after-root");
    this.sawElement = true;
    if (key !== null) this.closeForgotten(key);
    this.frames.push(this.openFrame(name, key, attributes, scope, element.foreign));
    if (selfClosing) this.closeTop();
    else this.follow();
  }

  endTag(name: string): void {
    if (this.overflowDepth > 0) {
      if (!this.frames.closesItemOrRoot(name)) {
        this.overflowDepth--;
        return;
      }
      this.overflowDepth = 0;
    }
    if (this.openName !== name || this.frames.depth === 0) {
      const depth = this.frames.depthClosedBy(name);
      if (depth === -1) {
        this.problem("stray-end-tag", name.slice(0, 100));
        // An end tag that is only misspelled closes what it was meant to.
        if (this.frames.top !== undefined && areSimilarNames(name, this.openName)) this.closeTop();
        return;
      }
      while (this.frames.depth > depth + 1) this.closeUnclosed();
      if (this.openName !== name) this.problem("stray-end-tag", name.slice(0, 100));
    }
    this.closeTop();
  }

  text(raw: string): void {
    if (this.frames.depth > 0) this.collectText(raw, false);
    else if (raw.trim() !== "") this.problem("text-outside");
  }

  cdata(raw: string): void {
    if (this.frames.depth > 0) this.collectText(raw, true);
    else this.problem("text-outside");
  }

  doctype(body: string): void {
    if (this.sawElement) this.problem("malformed-doctype");
    else this.entities = readEntityTable(body);
  }

  reference(name: string): void {
    const problem = this.referenceProblems.get(name) ?? this.judgeReference(name);
    if (this.referenceProblems.size < rememberedReferencesMax) this.referenceProblems.set(name, problem);
    if (problem !== "none") this.problem(problem, name.slice(0, 60), isHtmlEntity(name) ? "html" : "");
  }

  private judgeReference(name: string): MarkupProblem | "none" {
    const text = this.entities.texts.get(name);
    if (text === undefined) return "unknown-entity";
    if (text === null) return "external-entity";
    const expanded = expandEntity(name, this.entities);
    if (expanded === null) return "entity-expansion";
    return /<[A-Za-z_]/.test(expanded) ? "entity-markup" : "none";
  }

  problem(kind: MarkupProblem, found = "", variant = "", line = this.scanner.line()): void {
    const count = (this.problemCounts.get(kind + variant) ?? 0) + 1;
    this.problemCounts.set(kind + variant, count);
    if (count > this.limits.faultsPerCodeMax) {
      this.faults.skip("feed.malformed");
      return;
    }
    if (!this.sawElement && (kind === "late-declaration" || kind === "text-outside")) {
      if (!this.faults.has("feed.leading-bytes")) this.faults.add("feed.leading-bytes", { line });
      return;
    }
    const message = markupProblems[kind].replace("{}", () => found);
    const severity = mildProblems.has(kind) ? ({ severity: "info" } as const) : {};
    this.faults.add("feed.malformed", { message, line, ...severity }, kind + variant);
  }

  /** Whether a start tag met too deep down begins an item all the same; then what is open inside the last is closed. */
  private endsOverflow(name: string): boolean {
    const key = this.root.keyOf(
      (this.frames.top?.scope ?? this.outerScope).resolve(name).key,
      this.frames.depth,
    );
    if (key === null || !itemKeys.has(key)) return false;
    this.overflowDepth = 0;
    while (this.frames.depth > 0 && !this.frames.isItemOrRoot()) this.closeTop();
    return this.frames.depth < this.limits.depthMax;
  }

  private scopeWithin(scope: NamespaceScope, attributes: string): NamespaceScope {
    const declarations = readDeclarations(attributes);
    for (const [prefix, uri] of declarations) declarations.set(prefix, decodeReferences(uri, this.entities));
    return scope.declare(declarations);
  }

  private openFrame(
    name: string,
    key: string | null,
    attributes: string,
    scope: NamespaceScope,
    isForeign: boolean,
  ): Frame {
    const parent = this.frames.top;
    const foreign = isForeign || (parent?.foreign ?? false);
    const outerBase = parent?.base ?? null;
    const base = attributes.includes("xml:base") ? this.readBase(attributes, outerBase) : outerBase;
    const item = key === null ? null : this.beginItem(key, attributes, foreign, parent);
    const collecting = key === null || item !== null ? null : this.collect(key, attributes, parent, base);
    return {
      name,
      key,
      scope,
      base,
      foreign,
      item,
      role: collecting?.role ?? null,
      collector: collecting?.collector ?? null,
      outermost: collecting?.outermost ?? false,
    };
  }

  private readBase(attributes: string, outer: string | null): string | null {
    const value = readRawAttribute(attributes, "xml:base", this.entities);
    const from = outer ?? this.context.documentBase();
    return (value === "" ? null : from === null ? URL.parse(value) : URL.parse(value, from))?.href ?? outer;
  }

  /** Recognizes the feed's root and its items; the item that an element is, or null. */
  private beginItem(
    key: string,
    attributes: string,
    foreign: boolean,
    parent: Frame | undefined,
  ): OpenItem | null {
    const found = this.root.recognize(key, this.frames.depth);
    if (found === "inferred") this.problem("missing-root");
    if (found === "embedded") this.faults.add("feed.leading-bytes", { line: this.scanner.line() });
    if (!itemKeys.has(key) || foreign || !this.root.isKnown) return null;
    if (key === "podcast:liveItem" && parent?.key !== "channel" && this.items.innermost === undefined)
      return null;
    if (this.items.innermost !== undefined) this.problem("nested-item");
    // An item that is never closed may hold another by mistake, but not many: a feed without any end tags.
    while (this.items.openCount >= openItemsMax && this.frames.depth > 0) this.closeTop();
    const line = this.scanner.line();
    if (this.items.count < this.limits.itemsMax) return this.items.begin(key, attributes, line);
    if (!this.full) {
      const message = `The feed has more than ${this.limits.itemsMax} items; the rest was not read.`;
      this.faults.add("feed.too-large", { message, severity: "outage", line });
    }
    this.full = true;
    return null;
  }

  /** How an element is collected, or null when nothing of it is wanted. */
  private collect(
    key: string,
    attributes: string,
    parent: Frame | undefined,
    base: string | null,
  ): Collecting | null {
    if (parent === undefined) return null;
    if (parent.role === "container" && parent.collector !== null) {
      const role = containerChildren.get(key);
      if (role === undefined) return null;
      if (!parent.collector.addStart(key, attributes)) {
        const message = `<${parent.name}> has too many children; the rest was not read.`;
        this.faults.add("feed.too-large", { message, line: this.scanner.line() });
        return null;
      }
      return { role, collector: parent.collector, outermost: false };
    }
    const place = this.placeOf(key, parent);
    if (place === null) return null;
    const line = this.scanner.line();
    place.collector.beginElement(key, attributes, line, base);
    return { ...place, outermost: true };
  }

  /** Where an element outside any container belongs: to an item, to the show, or (null) nowhere. */
  private placeOf(key: string, parent: Frame): Omit<Collecting, "outermost"> | null {
    if (parent.item !== null) return withRole(itemRoles.get(key), parent.item.collector);
    const innermost = this.items.innermost;
    if (enclosureKeys.has(key) && parent.role === null && !parent.foreign) {
      if (innermost === undefined) this.problem("orphan-enclosure");
      else this.problem("misplaced-enclosure", parent.name.slice(0, 100));
      return innermost === undefined ? null : withRole(itemRoles.get(key), innermost.collector);
    }
    const inShow = innermost === undefined && (parent.key === "channel" || parent.key === "atom:feed");
    return inShow ? withRole(showRoles.get(key), this.showCollector) : null;
  }

  /** Closes elements that the start of another shows to have ended. */
  private closeForgotten(key: string): void {
    for (let depth = this.frames.depthEndedBy(key); depth !== -1; depth = this.frames.depthEndedBy(key)) {
      while (this.frames.depth > depth) this.closeUnclosed();
    }
  }

  private closeUnclosed(): void {
    this.problem("unclosed-element", this.openName.slice(0, 100));
    this.closeTop();
  }

  private closeTop(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    if (frame.item !== null) this.items.finish(frame.item);
    if (frame.collector !== null && frame.key !== null) frame.collector.addEnd(frame.key, frame.outermost);
    if (this.frames.depth === 0 && this.root.isKnown) this.rootClosed = true;
    this.follow();
  }

  /** Tells the scanner what to expect, the open elements having changed. */
  private follow(): void {
    const { top } = this.frames;
    this.openName = top?.name ?? "";
    this.wantsText = top === undefined || this.frames.textFrame() !== null;
  }

  private collectText(raw: string, isCdata: boolean): void {
    const collector = this.frames.textFrame()?.collector;
    if (collector == null) return;
    const max = this.limits.valueCharsMax;
    const whole = isCdata ? collector.addCdata(raw, max) : collector.addText(raw, max);
    if (whole) return;
    const message = `A value longer than ${max} characters was cut.`;
    this.faults.add("feed.too-large", { message, line: this.scanner.line(), severity: "info" }, "value");
  }

  private tellCutOff(): void {
    const inItem = this.items.innermost !== undefined;
    const where = inItem
      ? `in the middle of item ${this.items.count}`
      : `inside <${this.frames.innermostKnown().slice(0, 100)}>`;
    const message = `The feed ends ${where}: it is cut off or not closed, and items may be missing. Apple and other strict readers refuse the whole feed.`;
    this.faults.add("feed.malformed", { message, line: this.scanner.line() }, "cut off");
  }
}

function withRole(role: ElementRole | undefined, collector: Collector): Omit<Collecting, "outermost"> | null {
  return role === undefined ? null : { role, collector };
}

import { ShowBuilder } from "./build-show.ts";
import { Collector } from "./collector.ts";
import type { DocumentReader, ReadDocument } from "./document-reader.ts";
import { type Collecting, collectingOf } from "./element-collecting.ts";
import { itemKeys } from "./element-roles.ts";
import type { EpisodeContext } from "./episode-context.ts";
import type { FaultList } from "./fault-list.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { FeedRoot } from "./feed-root.ts";
import { type Frame, FrameStack, type StartedElement } from "./frame-stack.ts";
import { ItemList, type OpenItem } from "./item-list.ts";
import { ItemPlace } from "./item-place.ts";
import type { MarkupHandler } from "./markup-handler.ts";
import type { MarkupProblem } from "./markup-problem.ts";
import { MarkupScanner } from "./markup-scanner.ts";
import { NamespaceScope } from "./namespaces.ts";
import type { PlainItem } from "./plain-item.ts";
import type { PlainNames } from "./plain-names.ts";
import { ProblemTeller } from "./problem-teller.ts";
import { readBase } from "./read-base.ts";
import { type EntityTable, emptyEntityTable, readEntityTable } from "./references.ts";
import { scopeWithin } from "./scope-within.ts";
import { areSimilarNames } from "./similar-names.ts";

/** Items open within each other before the innermost is taken to have ended. */
const openItemsMax = 4;

/**
 * Reads RSS, RDF and Atom: follows the markup, recognizes items wherever broken markup puts them, and collects what
 * is wanted of them. Elements left open are closed where what follows shows that they ended.
 */
export class XmlFeedReader implements DocumentReader, MarkupHandler {
  wantsText = true;
  openName = "";
  plainNames: PlainNames | null = null;
  private readonly limits: FeedLimits;
  private readonly faults: FaultList;
  private readonly scanner: MarkupScanner;
  private readonly show: ShowBuilder;
  private readonly showCollector: Collector;
  private readonly context: EpisodeContext;
  private readonly items: ItemList;
  private readonly root = new FeedRoot();
  private readonly itemPlace = new ItemPlace(this.root);
  private readonly frames = new FrameStack();
  private readonly outerScope = new NamespaceScope();
  private entities: EntityTable = emptyEntityTable();
  private readonly teller: ProblemTeller;
  private rootClosed = false;
  private overflowDepth = 0;

  constructor(limits: FeedLimits, faults: FaultList, feedUrl: string | null) {
    this.limits = limits;
    this.faults = faults;
    this.teller = new ProblemTeller(faults, limits.faultsPerCodeMax);
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
    this.items = new ItemList(this.context, limits.itemsMax);
  }

  write(text: string, mayHoldControls: boolean): boolean {
    this.scanner.write(text, mayHoldControls);
    return !this.items.overflowed;
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
    const tellStrange = (uri: string) => this.problem("strange-namespace", uri.slice(0, 200));
    const scope = attributes.includes("xmlns")
      ? scopeWithin(outer, { name, attributes }, this.entities, tellStrange)
      : outer;
    const element = scope.resolve(name);
    if (element.problem !== null && !element.told) {
      element.told = true;
      this.problem(element.problem, element.found);
    }
    const undeclared = attributes === "" ? null : scope.undeclaredPrefix(attributes);
    if (undeclared !== null) this.problem("undeclared-prefix", undeclared.slice(0, 100));
    const key = this.root.keyOf(element.key, this.frames.depth);
    if (this.rootClosed && this.frames.depth === 0) this.problem("content-after-root");
    this.teller.sawElement = true;
    if (key !== null) this.closeForgotten(key);
    this.frames.push(this.openFrame({ name, key, attributes, scope, isForeign: element.foreign }));
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
    // Another vocabulary may have items of its own, but one that is never closed holds those that follow by mistake.
    const { top } = this.frames;
    if (top?.foreign) this.items.dropAfter(top.episodesBefore);
    this.closeTop();
  }

  plainItem(item: PlainItem): void {
    this.items.addPlain(item, this.itemPlace.base);
    if (this.items.isFull) this.plainNames = null;
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
    if (this.teller.sawElement) this.problem("malformed-doctype");
    else this.entities = readEntityTable(body);
  }

  reference(name: string): void {
    this.teller.tellReference(name, this.entities, () => this.scanner.line());
  }

  problem(kind: MarkupProblem, found = "", variant = "", line = this.scanner.line()): void {
    this.teller.tell(kind, { found, variant, line });
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

  private openFrame({ name, key, attributes, scope, isForeign }: StartedElement): Frame {
    const parent = this.frames.top;
    const episodesBefore = this.items.episodeCount;
    const outerBase = parent?.base ?? null;
    const base = readBase(attributes, this.entities, outerBase, this.context.documentBase);
    // What stands around a feed is no part of it, whatever it is.
    const isInFeed = this.root.isKnown;
    const item = key === null ? null : this.beginItem(key, attributes, parent);
    if (item !== null && this.items.openCount === 1) this.itemPlace.remember(item, name, this.frames);
    const collecting = key === null || item !== null ? null : this.collect(key, attributes, parent, base);
    return {
      name,
      key,
      scope,
      base,
      foreign: isInFeed && (isForeign || (item === null && (parent?.foreign ?? false))),
      item,
      episodesBefore,
      role: collecting?.role ?? null,
      collector: collecting?.collector ?? null,
      outermost: collecting?.outermost ?? false,
    };
  }

  /** Recognizes the feed's root and its items; the item that an element is, or null. */
  private beginItem(key: string, attributes: string, parent: Frame | undefined): OpenItem | null {
    const found = this.root.recognize(key, this.frames.depth);
    if (found === "inferred") this.problem("missing-root");
    if (found === "embedded") this.faults.add("feed.leading-bytes", { line: this.scanner.line() });
    if (!itemKeys.has(key) || !this.root.isKnown) return null;
    if (parent?.foreign && this.items.innermost !== undefined) return null;
    if (key === "podcast:liveItem" && parent?.key !== "channel" && this.items.innermost === undefined)
      return null;
    if (this.items.innermost !== undefined) this.problem("nested-item");
    else if (!parent?.foreign && this.root.isMisplaced(parent?.key ?? null)) this.problem("misplaced-item");
    // What the show says of itself is needed in its items: the feed's URL, to which relative ones refer.
    this.showCollector.flush();
    // An item that is never closed may hold another by mistake, but not many: a feed without any end tags.
    while (this.items.openCount >= openItemsMax && this.frames.depth > 0) this.closeTop();
    return this.items.begin(key, attributes, this.scanner.line());
  }

  /** Begins to collect an element; gives how, or null when nothing of it is wanted. */
  private collect(
    key: string,
    attributes: string,
    parent: Frame | undefined,
    base: string | null,
  ): Collecting | null {
    if (parent === undefined) return null;
    const collecting = collectingOf(key, {
      parent,
      itemCollector: this.items.innermost?.collector,
      showCollector: this.showCollector,
      problem: (kind, found) => this.problem(kind, found),
    });
    if (collecting === null) return null;
    if (collecting.outermost) collecting.collector.beginElement(key, attributes, this.scanner.line(), base);
    else if (!collecting.collector.addStart(key, attributes)) {
      const message = `<${parent.name}> has too many children; the rest was not read. Write fewer.`;
      this.faults.add("feed.too-large", { message, line: this.scanner.line() });
      return null;
    }
    return collecting;
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
    this.plainNames = this.items.openCount === 0 && !this.items.isFull ? this.itemPlace.namesIn(top) : null;
  }

  private collectText(raw: string, isCdata: boolean): void {
    const collector = this.frames.textFrame()?.collector;
    const max = this.limits.valueCharsMax;
    if (collector == null || (isCdata ? collector.addCdata(raw, max) : collector.addText(raw, max))) return;
    const message = `A value longer than ${max} characters was cut. Shorten it.`;
    this.faults.add("feed.too-large", { message, line: this.scanner.line(), severity: "info" }, "value");
  }

  private tellCutOff(): void {
    const { innermost, count } = this.items;
    const where = innermost ? `in the middle of item ${count}` : `inside <${this.frames.innermostKnown()}>`;
    const message = `The feed ends ${where}: it is cut off or not closed, and items may be missing. Apple and other strict readers refuse the whole feed. Publish it again, whole.`;
    this.faults.add("feed.malformed", { message, line: this.scanner.line() }, "cut off");
  }
}

import type { ParsedEpisode, ParsedLiveItem } from "@earshot/domain";
import { EpisodeBuilder, type EpisodeContext } from "./build-episode.ts";
import { ShowBuilder } from "./build-show.ts";
import { Collector } from "./collector.ts";
import type { DocumentReader, ReadDocument, XmlFormat } from "./document-reader.ts";
import {
  containerChildren,
  type ElementRole,
  enclosureKeys,
  endsPlainText,
  itemKeys,
  itemRoles,
  showRoles,
} from "./element-roles.ts";
import type { FaultList } from "./fault-list.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { type MarkupProblem, markupProblems } from "./markup-problem.ts";
import { type MarkupHandler, MarkupScanner } from "./markup-scanner.ts";
import { NamespaceScope, readDeclarations } from "./namespaces.ts";
import { readDate } from "./read-date.ts";
import {
  decodeReferences,
  type EntityTable,
  emptyEntityTable,
  expandEntity,
  isHtmlEntity,
  readEntityTable,
} from "./references.ts";

/** Problems that are no breach of XML, or do not by themselves make strict readers refuse a feed. */
const mildProblems: ReadonlySet<MarkupProblem> = new Set([
  "comment-hides-item",
  "external-entity",
  "misplaced-enclosure",
]);

/** An item being read. */
interface OpenItem {
  readonly key: string;
  readonly collector: Collector;
  readonly builder: EpisodeBuilder;
  /** Where its episode belongs in the order of the document. */
  readonly slot: number;
  readonly attributes: string;
}

/** An open element. */
interface Frame {
  readonly name: string;
  readonly key: string | null;
  readonly scope: NamespaceScope;
  readonly base: string | null;
  readonly foreign: boolean;
  readonly item: OpenItem | null;
  /** How the element is being collected, or null. */
  readonly role: ElementRole | null;
  readonly collector: Collector | null;
  /** Whether the element stands directly in its item or channel. */
  readonly outermost: boolean;
}

/**
 * Reads RSS, RDF and Atom: follows the markup, recognizes items wherever broken markup puts them, and collects what
 * is wanted of them. Elements left open are closed where what follows shows that they ended.
 */
export class XmlFeedReader implements DocumentReader, MarkupHandler {
  wantsText = false;
  private readonly limits: FeedLimits;
  private readonly faults: FaultList;
  private readonly scanner: MarkupScanner;
  private readonly show: ShowBuilder;
  private readonly showCollector: Collector;
  private readonly context: EpisodeContext;
  private readonly frames: Frame[] = [];
  private readonly openItems: OpenItem[] = [];
  private readonly slots: (ParsedEpisode | null)[] = [];
  private readonly liveItems: ParsedLiveItem[] = [];
  private entities: EntityTable = emptyEntityTable();
  private format: XmlFormat | null = null;
  private rootInferred = false;
  private unnamespacedAtom = false;
  private sawElement = false;
  private sawChannel = false;
  private rootClosed = false;
  private overflowDepth = 0;
  private itemsLeft: number;

  constructor(limits: FeedLimits, faults: FaultList, feedUrl: string | null) {
    this.limits = limits;
    this.faults = faults;
    this.itemsLeft = limits.itemsMax;
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
  }

  write(text: string): boolean {
    this.scanner.write(text);
    return this.itemsLeft > 0;
  }

  end(cut: boolean): ReadDocument {
    if (!cut) this.scanner.end();
    const unclosed = this.frames.length > 0;
    const complete = !cut && !unclosed && this.rootClosed;
    if (unclosed && !cut) this.tellCutOff();
    this.dropUnfinished();
    while (this.frames.length > 0) this.closeTop();
    this.showCollector.flush();
    const episodes = this.slots.filter((episode) => episode !== null);
    if (!this.isFeed(episodes)) return { show: null, episodes: [], liveItems: [], complete };
    return { show: this.show.build(this.format ?? "rss"), episodes, liveItems: this.liveItems, complete };
  }

  startTag(name: string, attributes: string, selfClosing: boolean): void {
    if (this.overflowDepth > 0 || this.frames.length >= this.limits.depthMax) {
      this.overflow(selfClosing);
      return;
    }
    const parentScope = this.frames.at(-1)?.scope ?? this.rootScope;
    const scope = attributes.includes("xmlns") ? this.scopeWithin(parentScope, attributes) : parentScope;
    const { element, isNew } = scope.resolve(name);
    if (isNew && element.problem !== null) this.problem(element.problem, element.found);
    const key = this.keyOf(element.key);
    if (this.rootClosed && this.frames.length === 0) this.problem("content-after-root");
    this.sawElement = true;
    if (key !== null) this.closeForgotten(key);
    const frame = this.openFrame(name, key, attributes, scope, element.foreign);
    this.frames.push(frame);
    this.updateWantsText(frame);
    if (selfClosing) this.closeTop();
  }

  endTag(name: string): void {
    if (this.overflowDepth > 0) {
      this.overflowDepth--;
      return;
    }
    if (this.frames.at(-1)?.name === name) {
      this.closeTop();
      return;
    }
    const index = this.findOpen(name);
    if (index === -1) {
      this.problem("stray-end-tag", name.slice(0, 100));
      return;
    }
    while (this.frames.length > index + 1) {
      this.problem("unclosed-element", this.frames.at(-1)?.name.slice(0, 100));
      this.closeTop();
    }
    this.closeTop();
  }

  text(raw: string): void {
    const top = this.frames.at(-1);
    if (top === undefined) this.textOutside(raw);
    else this.collectText(top, raw, false);
  }

  cdata(raw: string): void {
    const top = this.frames.at(-1);
    if (top === undefined) this.textOutside(raw === "" ? "]" : raw);
    else this.collectText(top, raw, true);
  }

  doctype(body: string): void {
    if (this.sawElement) this.problem("malformed-doctype");
    else this.entities = readEntityTable(body);
  }

  reference(name: string): void {
    const { texts } = this.entities;
    if (!texts.has(name)) {
      this.problem("unknown-entity", name.slice(0, 60), isHtmlEntity(name) ? "html" : "unknown");
    } else if (texts.get(name) === null) this.problem("external-entity", name.slice(0, 60));
    else {
      const text = expandEntity(name, this.entities);
      if (text === null) this.problem("entity-expansion", name.slice(0, 60));
      else if (/<[A-Za-z_]/.test(text)) this.problem("entity-markup", name.slice(0, 60));
    }
  }

  problem(kind: MarkupProblem, found = "", variant = ""): void {
    const line = this.scanner.line();
    if (!this.sawElement && (kind === "late-declaration" || kind === "text-outside")) {
      this.faults.add("feed.leading-bytes", { line }, "leading");
      return;
    }
    const message = markupProblems[kind].replace("{}", found);
    const severity = mildProblems.has(kind) ? ({ severity: "info" } as const) : {};
    this.faults.add("feed.malformed", { message, line, ...severity }, kind + variant);
  }

  private readonly rootScope = new NamespaceScope();

  private scopeWithin(scope: NamespaceScope, attributes: string): NamespaceScope {
    const declarations = readDeclarations(attributes);
    for (const [prefix, uri] of declarations) declarations.set(prefix, decodeReferences(uri, this.entities));
    return scope.declare(declarations);
  }

  /** An Atom feed without namespace has the names of Atom all the same. */
  private keyOf(key: string | null): string | null {
    if (key === "feed" && this.frames.length === 0 && this.format === null) this.unnamespacedAtom = true;
    return this.unnamespacedAtom && key !== null && !key.includes(":") ? `atom:${key}` : key;
  }

  private overflow(selfClosing: boolean): void {
    if (this.overflowDepth === 0) this.problem("too-deep");
    if (!selfClosing) this.overflowDepth++;
  }

  private openFrame(
    name: string,
    key: string | null,
    attributes: string,
    scope: NamespaceScope,
    foreign: boolean,
  ): Frame {
    const parent = this.frames.at(-1);
    const base = attributes.includes("xml:base")
      ? this.readBase(attributes, parent?.base ?? null)
      : (parent?.base ?? null);
    const inForeign = foreign || (parent?.foreign ?? false);
    const common = { name, key, scope, base, foreign: inForeign };
    const plain = { ...common, item: null, role: null, collector: null, outermost: false };
    if (key === null) return plain;
    this.recognizeRoot(key, parent);
    if (itemKeys.has(key) && !inForeign && this.acceptsItem(key, parent)) {
      const item = this.openItem(key, attributes);
      return { ...plain, item };
    }
    const collecting = this.collect(key, attributes, parent, base);
    return collecting === null ? plain : { ...common, item: null, ...collecting };
  }

  private readBase(attributes: string, outer: string | null): string | null {
    const match = /\sxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes);
    const value = decodeReferences(match?.[1] ?? match?.[2] ?? "", this.entities).trim();
    const from = outer ?? this.context.documentBase();
    return (value === "" ? null : from === null ? URL.parse(value) : URL.parse(value, from))?.href ?? outer;
  }

  private recognizeRoot(key: string, parent: Frame | undefined): void {
    if (key === "channel") this.sawChannel = true;
    if (this.format !== null) return;
    if (key === "rss") this.format = "rss";
    else if (key === "rdf:RDF" && parent === undefined) this.format = "rdf";
    else if (key === "atom:feed") this.format = "atom";
    else if ((key === "channel" || key === "item") && (parent === undefined || key === "channel")) {
      this.format = "rss";
      this.rootInferred = true;
    } else if (key === "atom:entry" && parent === undefined) {
      this.format = "atom";
      this.rootInferred = true;
    }
    if (this.rootInferred) this.problem("missing-root");
    else if (this.format !== null && parent !== undefined)
      this.faults.add("feed.leading-bytes", { line: this.scanner.line() }, "leading");
  }

  private acceptsItem(key: string, parent: Frame | undefined): boolean {
    if (this.format === null) return false;
    if (key === "podcast:liveItem") return parent?.key === "channel" || this.openItems.length > 0;
    return this.itemsLeft > 0;
  }

  private openItem(key: string, attributes: string): OpenItem {
    if (this.openItems.length > 0) this.problem("nested-item");
    const line = this.scanner.line();
    const about = /\s(?:[\w-]+:)?about\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes);
    const guid = about === null ? null : decodeReferences(about[1] ?? about[2] ?? "", this.entities).trim();
    const builder = new EpisodeBuilder(this.context, line, guid === "" ? null : guid);
    const collector = new Collector((placed) => builder.add(placed));
    const slot = key === "podcast:liveItem" ? -1 : this.slots.push(null) - 1;
    this.itemsLeft--;
    if (this.itemsLeft === 0) {
      const message = `The feed has more than ${this.limits.itemsMax} items; the rest was not read.`;
      this.faults.add("feed.too-large", { message, severity: "outage", line });
    }
    const item = { key, builder, collector, slot, attributes };
    this.openItems.push(item);
    return item;
  }

  /** How an element is collected, or null when nothing of it is wanted. */
  private collect(
    key: string,
    attributes: string,
    parent: Frame | undefined,
    base: string | null,
  ): Pick<Frame, "role" | "collector" | "outermost"> | null {
    if (parent?.role === "container" && parent.collector !== null) {
      const role = containerChildren.get(key);
      if (role === undefined) return null;
      parent.collector.addStart(key, attributes);
      return { role, collector: parent.collector, outermost: false };
    }
    const item = parent?.item ?? this.openItems.at(-1);
    const misplaced = enclosureKeys.has(key) && parent?.item === null && parent.role === null;
    if (misplaced && item === undefined) this.problem("orphan-enclosure");
    if (misplaced && item !== undefined) this.problem("misplaced-enclosure", parent.name.slice(0, 100));
    const inItem = item !== undefined && (parent?.item != null || (misplaced && parent?.foreign === false));
    const isShow = item === undefined && (parent?.key === "channel" || parent?.key === "atom:feed");
    const role = inItem ? itemRoles.get(key) : isShow ? showRoles.get(key) : undefined;
    if (role === undefined) return null;
    const collector = inItem ? item.collector : this.showCollector;
    collector.beginElement(key, attributes, this.scanner.line(), base);
    return { role, collector, outermost: true };
  }

  /** Closes elements of plain text, or without content, that the start of another shows to have ended. */
  private closeForgotten(key: string): void {
    for (let top = this.frames.at(-1); top !== undefined; top = this.frames.at(-1)) {
      const plainText = top.role === "text" || (top.role === "empty" && top.outermost);
      if (!plainText || !endsPlainText(key)) return;
      this.problem("unclosed-element", top.name.slice(0, 100));
      this.closeTop();
    }
  }

  private closeTop(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    if (frame.item !== null) this.finishItem(frame.item);
    if (frame.collector !== null && frame.key !== null) frame.collector.addEnd(frame.key, frame.outermost);
    if (this.frames.length === 0 && this.format !== null) this.rootClosed = true;
    this.updateWantsText(this.frames.at(-1));
  }

  private updateWantsText(top: Frame | undefined): void {
    this.wantsText = top === undefined || this.textFrame(top) !== null;
  }

  /** The element whose text `top` is part of: itself, or one that markup within its text belongs to. */
  private textFrame(top: Frame): Frame | null {
    if (top.role === "text") return top;
    for (let depth = this.frames.length - 1; depth >= 0; depth--) {
      const frame = this.frames[depth];
      if (frame === undefined || frame.item !== null || frame.role === "container") return null;
      if (frame.role === "text") return frame;
    }
    return null;
  }

  private collectText(top: Frame, raw: string, isCdata: boolean): void {
    const collector = this.textFrame(top)?.collector;
    if (collector == null) return;
    const max = this.limits.valueCharsMax;
    const whole = isCdata ? collector.addCdata(raw, max) : collector.addText(raw, max);
    if (whole) return;
    const message = `A value longer than ${max} characters was cut.`;
    this.faults.add("feed.too-large", { message, line: this.scanner.line(), severity: "info" }, "value");
  }

  private textOutside(raw: string): void {
    if (raw.trim() !== "") this.problem("text-outside");
  }

  /** Index of the innermost open element that an end tag closes, or -1. Only a root's end closes an item around it. */
  private findOpen(name: string): number {
    const lower = name.toLowerCase();
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame === undefined) break;
      if (frame.name === name) return index;
      if (frame.name.toLowerCase() === lower) return index;
      const local = lower.slice(lower.indexOf(":") + 1);
      if (frame.item !== null && !["rss", "channel", "rdf", "feed"].includes(local)) return -1;
    }
    return -1;
  }

  private finishItem(item: OpenItem): void {
    this.openItems.splice(this.openItems.lastIndexOf(item), 1);
    item.collector.flush();
    const episode = item.builder.build();
    if (item.key === "podcast:liveItem") this.liveItems.push(this.readLiveItem(item, episode));
    else this.slots[item.slot] = episode;
  }

  private readLiveItem(item: OpenItem, episode: ParsedEpisode): ParsedLiveItem {
    const value = (name: string) => {
      const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(item.attributes);
      return decodeReferences(match?.[1] ?? match?.[2] ?? "", this.entities).trim();
    };
    const status = value("status").toLowerCase();
    const known = status === "pending" || status === "live" || status === "ended" ? status : null;
    return {
      ...episode,
      status: known,
      startsAt: readDate(value("start"))?.iso ?? null,
      endsAt: readDate(value("end"))?.iso ?? null,
    };
  }

  private tellCutOff(): void {
    const inside = this.frames.findLast((frame) => frame.key !== null)?.name ?? "";
    const where =
      this.openItems.length > 0
        ? `in the middle of item ${this.slots.length}`
        : `inside <${inside.slice(0, 100)}>`;
    const message = `The feed ends ${where}: it is cut off or not closed, and items may be missing. Apple and other strict readers refuse the whole feed.`;
    this.faults.add("feed.malformed", { message, line: this.scanner.line() }, "cut off");
  }

  /** Half a value at the document's end is worse than none. */
  private dropUnfinished(): void {
    const top = this.frames.findLast((frame) => frame.outermost && frame.role === "text");
    if (top === undefined) return;
    top.collector?.dropElement();
    this.frames.length = this.frames.indexOf(top);
  }

  private isFeed(episodes: readonly ParsedEpisode[]): boolean {
    if (this.format === null) return false;
    if (this.format === "rdf") return this.sawChannel || episodes.length > 0;
    if (this.rootInferred && !this.sawChannel)
      return episodes.some((episode) => episode.enclosures.length > 0);
    return true;
  }
}

import type { ParsedEnclosure, ParsedEpisode, ParsedShow } from "@earshot/domain";
import type { DocumentReader, ReadDocument } from "./document-reader.ts";
import { resolveEnclosureUrl } from "./enclosure-url.ts";
import type { FaultList } from "./fault-list.ts";
import type { FeedLimits } from "./feed-limits.ts";
import { JsonSplitter } from "./json-splitter.ts";
import { isJsonObject, type JsonObject, type LooseJson, parseLooseJson } from "./parse-loose-json.ts";
import { readDate } from "./read-date.ts";

interface FoundAttachment {
  readonly url: string;
  readonly title: string | null;
  readonly type: string | null;
  readonly length: number | null;
}

interface FoundItem {
  readonly episode: Omit<ParsedEpisode, "enclosures">;
  readonly attachments: readonly FoundAttachment[];
  readonly line: number;
}

const remedy = "Most apps refuse the whole feed. Write it by a JSON library.";

/** Reads JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), item by item. */
export class JsonFeedReader implements DocumentReader {
  private readonly limits: FeedLimits;
  private readonly faults: FaultList;
  private readonly feedUrl: string | null;
  private readonly items: FoundItem[] = [];
  private readonly splitter = new JsonSplitter((json, line) => this.readItem(json, line));

  constructor(limits: FeedLimits, faults: FaultList, feedUrl: string | null) {
    this.limits = limits;
    this.faults = faults;
    this.feedUrl = feedUrl;
  }

  write(text: string): boolean {
    this.splitter.write(text);
    return this.items.length <= this.limits.itemsMax;
  }

  end(cut: boolean): ReadDocument {
    const root = this.readRoot();
    const complete = !cut && this.splitter.isEnded;
    if (root === null || !isJsonFeed(root, this.items.length)) {
      return { show: null, episodes: [], lines: [], liveItems: [], complete };
    }
    if (!complete && !cut) {
      const message =
        "The feed ends in the middle: it is cut off, and items may be missing. Publish it again, whole.";
      this.faults.add("feed.malformed", { message, line: this.splitter.line }, "cut off");
    }
    this.tellStrays();
    if (this.items.length > this.limits.itemsMax) {
      this.items.pop();
      const message = `The feed has more than ${this.limits.itemsMax} items; the rest was not read.`;
      this.faults.add("feed.too-large", { message, severity: "outage" });
    }
    const show = buildShow(root, this.feedUrl);
    const base = this.feedUrl ?? show.selfUrl;
    const episodes = this.items.map((item) => ({ ...item.episode, enclosures: this.enclosures(item, base) }));
    return { show, episodes, lines: this.items.map((item) => item.line), liveItems: [], complete };
  }

  /** The document without its items; one that was cut off or has an error is read as far as it goes. */
  private readRoot(): JsonObject | null {
    const { outside } = this.splitter;
    for (const text of [outside, `${outside}]}`, `${outside}}`, `${outside.replace(/,[^,]*$/, "")}}`]) {
      const root = parseLooseJson(text);
      if (root !== null) return this.valueOf(root, null);
    }
    const version = /"version"\s*:\s*"(https?:\/\/jsonfeed\.org\/[^"]{1,60})"/.exec(outside);
    if (version === null) return null;
    this.faults.add(
      "feed.malformed",
      {
        message: `The feed is not valid JSON, and its description cannot be read. ${remedy}`,
      },
      "json",
    );
    return { version: version[1] };
  }

  private readItem(json: string | null, line: number): void {
    const loose = json === null ? null : parseLooseJson(json);
    if (loose === null) {
      const message = `An item is not valid JSON or too long, and was left out. ${remedy}`;
      this.faults.add("feed.malformed", { message, line }, "json item");
      return;
    }
    const item = this.valueOf(loose, line);
    if (this.items.length > this.limits.itemsMax) return;
    this.items.push({
      episode: {
        guid: text(item["id"]),
        title: text(item["title"]),
        publishedAt: this.publishedAt(item, line),
      },
      attachments: this.attachments(item, line),
      line,
    });
  }

  /** What stands where JSON has nothing but items, and after the document. */
  private tellStrays(): void {
    const { strayLine, trailingLine } = this.splitter;
    if (strayLine !== null) {
      const message = `The list of items has commas too many or too few, or entries that are no items. ${remedy}`;
      this.faults.add("feed.malformed", { message, line: strayLine }, "json items");
    }
    if (trailingLine !== null) {
      const message = `Something follows after the end of the feed, and was not read. ${remedy}`;
      this.faults.add("feed.malformed", { message, line: trailingLine }, "json end");
    }
  }

  private valueOf({ value, isMended }: LooseJson, line: number | null): JsonObject {
    if (isMended) {
      const message = `A comma too many or a control character that is not escaped stands here. ${remedy}`;
      this.faults.add("feed.malformed", { message, line }, "json mended");
    }
    return value;
  }

  private publishedAt(item: JsonObject, line: number): string | null {
    for (const name of ["date_published", "date_modified"]) {
      const given = text(item[name]);
      if (given === null) continue;
      const date = readDate(given);
      if (date?.form === "iso-8601") return date.iso;
      const shown = given.slice(0, 60);
      if (date !== null) {
        const message = `The date "${shown}" does not follow RFC 3339, which JSON Feed requires; apps differ in what they make of it. Write it so.`;
        this.faults.add("feed.malformed", { message, line, severity: "info" }, "date form");
        return date.iso;
      }
      const message = `The date "${shown}" cannot be read; JSON Feed requires RFC 3339 dates. Write it so.`;
      this.faults.add("feed.malformed", { message, line }, "date");
    }
    return null;
  }

  private attachments(item: JsonObject, line: number): FoundAttachment[] {
    const list: unknown = item["attachments"];
    const found: FoundAttachment[] = [];
    for (const attachment of Array.isArray(list) ? list.slice(0, this.limits.enclosuresPerItemMax) : []) {
      if (!isJsonObject(attachment)) continue;
      const url = text(attachment["url"]);
      const type = text(attachment["mime_type"]);
      if (url === null || type === null) {
        const message = `An attachment has no ${url === null ? "url" : "mime_type"}, which JSON Feed requires. Add it.`;
        this.faults.add("feed.missing-enclosure-attribute", { message, line }, url === null ? "url" : "type");
      }
      if (type?.startsWith("image/") === true) continue;
      found.push({
        url: url ?? "",
        type,
        title: text(attachment["title"]),
        length: wholeNumber(attachment["size_in_bytes"]),
      });
    }
    return found;
  }

  /** Attachments of one title are the same recording in several forms (JSON Feed 1.1, "Attachments"). */
  private enclosures(item: FoundItem, base: string | null): ParsedEnclosure[] {
    const titles = new Set<string>();
    return item.attachments.map(({ url: raw, title, type, length }) => {
      const { url, complaint } = resolveEnclosureUrl(raw, base);
      if (complaint !== null && raw !== "") {
        this.faults.add(
          "feed.invalid-enclosure-url",
          { message: complaint, line: item.line },
          complaint.replace(/"[^"]*"/, ""),
        );
      }
      const kind = title !== null && titles.has(title) ? "alternate" : "primary";
      if (title !== null) titles.add(title);
      return { url, type, length, kind };
    });
  }
}

function isJsonFeed(root: JsonObject, itemCount: number): boolean {
  if (/jsonfeed/i.test(text(root["version"]) ?? "")) return true;
  return (
    itemCount > 0 && text(root["title"]) !== null && (root["feed_url"] ?? root["home_page_url"]) !== undefined
  );
}

function buildShow(root: JsonObject, feedUrl: string | null): ParsedShow {
  const url = (value: unknown) => {
    const given = text(value);
    const parsed = given === null ? null : feedUrl === null ? URL.parse(given) : URL.parse(given, feedUrl);
    return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed.href : null;
  };
  const hubs: unknown = root["hubs"];
  const hub: unknown = Array.isArray(hubs)
    ? hubs.find((entry) => isJsonObject(entry) && /^websub$/i.test(String(entry["type"])))
    : null;
  return {
    title: text(root["title"]),
    podcastGuid: null,
    format: "json",
    link: text(root["home_page_url"]),
    newFeedUrl: null,
    hubUrl: isJsonObject(hub) ? url(hub["url"]) : null,
    ttlMinutes: null,
    selfUrl: url(root["feed_url"]),
    nextPageUrl: url(root["next_url"]),
    ownerEmail: null,
    locked: null,
    blocked: false,
    finished: root["expired"] === true,
    updateFrequency: null,
    usesPodping: null,
    txt: [],
  };
}

/** A string (or number, which some feeds give as `id`) as trimmed text; null for anything else and for nothing. */
function text(value: unknown): string | null {
  const given = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  return given === "" ? null : given;
}

function wholeNumber(value: unknown): number | null {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

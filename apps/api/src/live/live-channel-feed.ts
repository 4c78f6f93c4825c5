import type { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import {
  type Db,
  type LiveChannel,
  type LiveEvent,
  openLiveChannel,
  readLiveEvents,
  saveLiveChange,
} from "@earshot/storage";
import { digestItems, findChanges, formatEvent, type LiveItem } from "./live-snapshot.ts";
import { sendText } from "./send-text.ts";

/** What a channel needs. */
export interface ChannelOptions {
  readonly db: Db;
  readonly clock: () => Date;
  readonly onError: (error: unknown) => void;
  readonly periodMs?: number;
}

/** What a new stream is given: how things were when `lastId` was the latest event, and the events since. */
interface Greeting {
  readonly items: readonly LiveItem[];
  readonly lastId: number;
  readonly events: readonly LiveEvent[];
}

/** More than that is a new snapshot's work. */
const eventsMax = 500;

/**
 * The streams of one listener in this process, fed by one poll: from the first stream's joining to the last one's
 * leaving. Whichever process finds something new first writes it down; all of them tell what is written.
 */
export class LiveChannelFeed {
  readonly #listener: string;
  readonly #read: () => Promise<readonly LiveItem[]>;
  readonly #options: ChannelOptions;
  readonly #streams = new Set<Readable>();
  /** Streams that have had nothing yet, each with the last event that it knows of. */
  readonly #waiting = new Map<Readable, number | undefined>();
  #greeting: Greeting | null = null;
  /** The latest event that was told. */
  #told = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(listener: string, read: () => Promise<readonly LiveItem[]>, options: ChannelOptions) {
    this.#listener = listener;
    this.#read = read;
    this.#options = options;
  }

  /** How many streams it has. */
  get size(): number {
    return this.#streams.size;
  }

  /** Adds a stream, which is greeted at once when there is something to tell; one that goes on waits for the next poll. */
  join(stream: Readable, lastEventId: number | undefined): void {
    this.#streams.add(stream);
    this.#waiting.set(stream, lastEventId);
    if (this.size === 1) void this.#poll();
    else if (this.#greeting !== null && lastEventId === undefined) this.#greet(stream, this.#greeting);
  }

  /** Gives how many streams are left. */
  leave(stream: Readable): number {
    this.#streams.delete(stream);
    this.#waiting.delete(stream);
    if (this.size === 0) clearTimeout(this.#timer);
    return this.size;
  }

  /** Ends every stream. */
  end(): void {
    for (const stream of [...this.#streams]) {
      // Nothing may be pushed after the end.
      this.leave(stream);
      stream.push(null);
      // One that is not read would never end.
      if (stream.readableLength > 0) stream.destroy();
    }
  }

  async #poll(): Promise<void> {
    try {
      await this.#advance();
    } catch (error) {
      this.#options.onError(error);
    }
    if (this.size > 0) this.#timer = setTimeout(() => void this.#poll(), this.#options.periodMs ?? 2_000);
  }

  async #advance(): Promise<void> {
    const { db, clock } = this.#options;
    const listener = this.#listener;
    // Read before the things themselves, so that nothing can come between that neither tells.
    const channel = await openLiveChannel(db, { listener, now: clock() });
    const items = await this.#read();
    await this.#write(channel, items);
    const told = this.#greeting === null ? channel.lastId : this.#told;
    const events = await readLiveEvents(db, { listener, after: told, limit: eventsMax });
    const resumed = await this.#readMissed(channel);
    this.#tell(events);
    this.#told = events.at(-1)?.id ?? told;
    this.#greeting = {
      items,
      lastId: channel.lastId,
      events: events.filter(({ id }) => id > channel.lastId),
    };
    for (const [stream, lastEventId] of [...this.#waiting]) {
      const missed = resumed.get(stream);
      if (missed !== undefined) this.#goOn(stream, missed);
      else if (lastEventId === undefined || resumed.has(stream)) this.#greet(stream, this.#greeting);
    }
  }

  /** Writes down what is new. When another process was faster, its events are read instead. */
  async #write({ digests: before, version }: LiveChannel, items: readonly LiveItem[]): Promise<void> {
    const digests = digestItems(items);
    if (before !== null && isDeepStrictEqual(before, digests)) return;
    // A channel that was just made has nothing to compare with: its first snapshot tells everything.
    const events = before === null ? [] : findChanges(before, items);
    const { db, clock } = this.#options;
    await saveLiveChange(db, { listener: this.#listener, version, digests, events, now: clock() });
  }

  /** For each stream that wants to go on: what it missed, or undefined when that is not kept and it needs a snapshot. */
  async #readMissed(channel: LiveChannel): Promise<ReadonlyMap<Readable, readonly LiveEvent[] | undefined>> {
    const missed = new Map<Readable, readonly LiveEvent[] | undefined>();
    for (const [stream, lastEventId] of [...this.#waiting]) {
      if (lastEventId === undefined) continue;
      const isKept = lastEventId >= channel.floor && lastEventId <= channel.lastId;
      missed.set(stream, isKept ? await this.#readAfter(lastEventId) : undefined);
    }
    return missed;
  }

  async #readAfter(after: number): Promise<readonly LiveEvent[] | undefined> {
    const { db } = this.#options;
    const events = await readLiveEvents(db, { listener: this.#listener, after, limit: eventsMax });
    return events.length < eventsMax ? events : undefined;
  }

  #tell(events: readonly LiveEvent[]): void {
    const told = [...this.#streams].filter((stream) => !this.#waiting.has(stream));
    for (const stream of told) for (const event of events) sendText(stream, formatEvent(event));
  }

  #goOn(stream: Readable, missed: readonly LiveEvent[]): void {
    this.#waiting.delete(stream);
    for (const event of missed) if (event.id <= this.#told) sendText(stream, formatEvent(event));
  }

  #greet(stream: Readable, { items, lastId, events }: Greeting): void {
    this.#waiting.delete(stream);
    const data = { items: items.map(({ event, data: told }) => ({ event, data: told })) };
    sendText(stream, formatEvent({ id: lastId, event: "snapshot", data }));
    for (const event of events) sendText(stream, formatEvent(event));
  }
}

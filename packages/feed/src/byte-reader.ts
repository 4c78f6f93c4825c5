/**
 * Pieces handed on at a time: small enough that scanning one never holds up the event loop, and that the garbage
 * collector, which copies what is alive, finds little of it.
 */
export const pieceBytes = 32_768;

/** Reads an asynchronous sequence of byte chunks in pieces, with bytes put back where a reader took too many. */
export class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private pending: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Gives the next bytes, at most `bytesMax` of them, or null at the end. Errors of the source are thrown on. */
  async read(bytesMax: number): Promise<Uint8Array | null> {
    while (this.pending.length === 0) {
      const next = await this.source.next();
      if (next.done === true) return null;
      this.pending = next.value;
    }
    const piece = this.pending.subarray(0, bytesMax);
    this.pending = this.pending.subarray(piece.length);
    return piece;
  }

  /** Gives the first `count` bytes (fewer at the end) without taking them. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.pending.length < count) {
      const next = await this.source.next();
      if (next.done === true) break;
      this.pending = joinBytes(this.pending, next.value);
    }
    return this.pending.subarray(0, count);
  }

  /** Puts bytes back, to be read next. */
  unread(bytes: Uint8Array): void {
    this.pending = joinBytes(bytes, this.pending);
  }

  /** Tells the source that no more will be read. */
  async close(): Promise<void> {
    await this.source.return?.();
  }
}

/** Cuts a feed that is in memory, or one that arrives, into pieces of bounded size, without copying. */
export async function* splitBytes(
  source: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) {
    yield* cut(source);
    return;
  }
  for await (const chunk of source) yield* cut(chunk);
}

function* cut(chunk: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < chunk.length; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes);
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

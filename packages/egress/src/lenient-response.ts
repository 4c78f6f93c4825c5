/** The head of a response, tolerantly read. */
export interface LenientHead {
  readonly status: number;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
  readonly headers: Record<string, string | string[]>;
  readonly headerBytes: number;
}

/** What a tolerant reading of a response tells, piece by piece. */
export interface LenientEvents {
  onHead(head: LenientHead): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
}

/** Why a response cannot be read even tolerantly. */
export class UnreadableResponseError extends Error {
  override name = "UnreadableResponseError" as const;
}

type Framing = "head" | "length" | "until-close" | "chunk-size" | "chunk-data" | "chunk-end" | "done";

// "ICY" is how SHOUTcast servers begin; the reason phrase and even the minor version may be missing.
const statusLine = /^(?:HTTP\/\d(?:\.\d)?|ICY)[ \t]+(\d{3})(?:[ \t]|$)/i;
const chunkLineBytesMax = 1_024;

/**
 * Reads a response as tolerant players do: lines may end in a bare LF, names may be followed by spaces, Content-Length
 * may be repeated if it stays the same, and chunked coding wins over a length (RFC 9112 section 6.3). What players
 * disagree about, two different lengths above all, stays an error.
 */
export class LenientResponse {
  readonly #events: LenientEvents;
  readonly #options: { readonly method: string; readonly headerBytesMax: number };
  #pending: Buffer = Buffer.alloc(0);
  #framing: Framing = "head";
  #left = 0;

  constructor(options: { readonly method: string; readonly headerBytesMax: number }, events: LenientEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Takes the next bytes. Throws UnreadableResponseError. */
  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#step()) {
      // Each step takes some bytes or changes the state, so this ends with the bytes.
    }
  }

  /** The connection has ended. Gives whether the response was complete by then. */
  close(): boolean {
    if (this.#framing === "until-close") this.#finish();
    return this.#framing === "done";
  }

  #step(): boolean {
    switch (this.#framing) {
      case "head":
        return this.#readHead();
      case "length":
      case "chunk-data":
        return this.#readCounted();
      case "chunk-size":
        return this.#readChunkSize();
      case "chunk-end":
        return this.#readChunkEnd();
      case "until-close":
        return this.#passOn(this.#pending.length);
      case "done":
        return false;
    }
  }

  #readHead(): boolean {
    const text = this.#pending.subarray(0, this.#options.headerBytesMax + 4).toString("latin1");
    const end = /\r?\n\r?\n/.exec(text);
    if (!end) {
      if (this.#pending.length > this.#options.headerBytesMax)
        throw new UnreadableResponseError("the head does not end");
      return false;
    }
    const [first = "", ...lines] = text.slice(0, end.index).split(/\r?\n/);
    const status = Number(statusLine.exec(first)?.[1] ?? Number.NaN);
    if (Number.isNaN(status)) throw new UnreadableResponseError("there is no status line");
    if (status < 100 || status === 101) throw new UnreadableResponseError(`its status is ${status}`);
    this.#pending = this.#pending.subarray(end.index + end[0].length);
    if (status < 200) return true;
    const headers = parseHeaders(lines);
    this.#framing = this.#framingOf(status, headers);
    const httpVersion = /^HTTP\/1\.0/i.test(first) ? "1.0" : "1.1";
    this.#events.onHead({ status, httpVersion, headers, headerBytes: end.index });
    if (this.#framing === "length" && this.#left === 0) this.#finish();
    return true;
  }

  #framingOf(status: number, headers: Record<string, string | string[]>): Framing {
    this.#left = 0;
    if (this.#options.method === "HEAD" || status === 204 || status === 304) return "length";
    if (/\bchunked\b/i.test(String(headers["transfer-encoding"] ?? ""))) return "chunk-size";
    const lengths = new Set(
      [headers["content-length"] ?? []].flat().flatMap((value) => value.split(/\s*,\s*/)),
    );
    const [length] = lengths;
    if (length === undefined) return "until-close";
    if (lengths.size > 1 || !/^\d{1,15}$/.test(length))
      throw new UnreadableResponseError("its length is ambiguous");
    this.#left = Number(length);
    return "length";
  }

  #readCounted(): boolean {
    if (this.#pending.length === 0) return false;
    const taken = Math.min(this.#left, this.#pending.length);
    this.#left -= taken;
    this.#passOn(taken);
    if (this.#left > 0) return false;
    if (this.#framing === "chunk-data") this.#framing = "chunk-end";
    else this.#finish();
    return true;
  }

  #readChunkSize(): boolean {
    const line = this.#takeLine();
    if (line === null) return false;
    const size = /^\s*([0-9a-f]{1,8})\s*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new UnreadableResponseError("a chunk has no size");
    this.#left = Number.parseInt(size, 16);
    this.#framing = "chunk-data";
    if (this.#left === 0) this.#finish();
    return true;
  }

  #readChunkEnd(): boolean {
    const line = this.#takeLine();
    if (line === null) return false;
    if (line !== "") throw new UnreadableResponseError("a chunk does not end where it should");
    this.#framing = "chunk-size";
    return true;
  }

  #takeLine(): string | null {
    const end = this.#pending.indexOf(0x0a);
    if (end < 0 || end > chunkLineBytesMax) {
      if (this.#pending.length > chunkLineBytesMax)
        throw new UnreadableResponseError("a chunk's line does not end");
      return null;
    }
    const line = this.#pending.subarray(0, end).toString("latin1").replace(/\r$/, "");
    this.#pending = this.#pending.subarray(end + 1);
    return line;
  }

  #passOn(bytes: number): boolean {
    if (bytes === 0) return false;
    const chunk = this.#pending.subarray(0, bytes);
    this.#pending = this.#pending.subarray(bytes);
    this.#events.onData(chunk);
    return true;
  }

  #finish(): void {
    if (this.#framing === "done") return;
    this.#framing = "done";
    this.#events.onEnd();
  }
}

function parseHeaders(lines: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.create(null);
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9a-z-]{1,256})[ \t]*:(.*)$/i.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    const before = headers[key];
    headers[key] = before === undefined ? value.trim() : [before, value.trim()].flat();
  }
  return headers;
}

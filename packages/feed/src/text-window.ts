import { TextFinder } from "./text-finder.ts";

/**
 * The part of a document that is being scanned: what has arrived and has not been passed over. It knows the lines, and
 * remembers where the strings that scanning asks for again and again stand next.
 */
export class TextWindow {
  buffer = "";
  /** Where the token being scanned begins. */
  position = 0;
  /** Whether nothing more will arrive. */
  final = false;
  readonly ampersands = new TextFinder("&");
  readonly cdataEnds = new TextFinder("]]>");
  readonly commentEnds = new TextFinder("-->");
  readonly instructionEnds = new TextFinder("?>");
  readonly tagEnds = new TextFinder(">");
  private readonly finders = [
    this.ampersands,
    this.cdataEnds,
    this.commentEnds,
    this.instructionEnds,
    this.tagEnds,
  ];
  private lineCount = 1;
  private nextNewline = Number.POSITIVE_INFINITY;

  /** Adds what has arrived and lets go of what lies before the position. Gives how many characters were let go. */
  append(piece: string): number {
    this.line();
    const dropped = this.position;
    // Joined, and not added: a sum of strings stays a tree in memory, in which every look at a character costs more.
    this.buffer = [dropped === 0 ? this.buffer : this.buffer.slice(dropped), piece].join("");
    this.position = 0;
    for (const finder of this.finders) finder.reset(this.buffer);
    this.nextNewline = this.newlineAfter(-1);
    return dropped;
  }

  /** Makes the finders forget what they found, so that text already looked through may be read again. */
  rewind(): void {
    for (const finder of this.finders) finder.reset(this.buffer);
  }

  /** The 1-based line of the position, which must not have moved back. */
  line(): number {
    while (this.nextNewline < this.position) {
      this.lineCount++;
      this.nextNewline = this.newlineAfter(this.nextNewline);
    }
    return this.lineCount;
  }

  /** The 1-based line of a place that lies ahead of the position. */
  lineAhead(at: number): number {
    let line = this.line();
    for (let newline = this.nextNewline; newline < at; line++) newline = this.newlineAfter(newline);
    return line;
  }

  private newlineAfter(at: number): number {
    const next = this.buffer.indexOf("\n", at + 1);
    return next === -1 ? Number.POSITIVE_INFINITY : next;
  }
}

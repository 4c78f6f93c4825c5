/** The part of m3u8-parser that is used here; the package brings no types of its own. */
declare module "m3u8-parser" {
  export interface Segment {
    readonly uri?: string;
    readonly byterange?: { readonly length: number; readonly offset: number };
    /** Present when the segment is encrypted. */
    readonly key?: { readonly method: string };
  }
  export interface Manifest {
    readonly playlists?: readonly { readonly uri?: string }[];
    readonly segments?: readonly Segment[];
  }
  export class Parser {
    readonly manifest: Manifest;
    push(text: string): void;
    end(): void;
  }
}

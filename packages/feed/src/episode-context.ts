import type { FaultCode, FaultDetails } from "@earshot/domain";
import type { EntityTable } from "./references.ts";

/** What building an episode needs of its surroundings. */
export interface EpisodeContext {
  readonly entities: EntityTable;
  readonly enclosuresMax: number;
  /** The URL that relative ones refer to where no `xml:base` says otherwise, or null while unknown. */
  documentBase(): string | null;
  fault(code: FaultCode, details: FaultDetails, kind?: string): void;
}

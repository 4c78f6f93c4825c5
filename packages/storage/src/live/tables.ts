import type { ColumnType, Generated } from "kysely";

/** Tables of what is told to listeners as it happens. */
export interface LiveTables {
  live_channels: {
    listener: string;
    digests: ColumnType<Readonly<Record<string, string>> | null, string | null, string>;
    version: Generated<number>;
    last_id: number;
    floor: number;
    seen_at: Date;
  };
  live_events: {
    id: Generated<number>;
    listener: string;
    at: Date;
    event: string;
    data: ColumnType<object, string, never>;
  };
}

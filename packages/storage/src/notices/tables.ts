import type { WrittenNoticeType } from "@earshot/domain";
import type { Generated } from "kysely";
import type { Jsonb } from "../schema/json.ts";

/** Tables of the outbox. */
export interface NoticeTables {
  notices: {
    id: string;
    publisher_id: string;
    incident_id: string | null;
    type: WrittenNoticeType;
    sequence: number;
    occurred_at: Date;
    payload: Jsonb<NoticePayload>;
    dedupe_key: string;
    endpoint_id: string | null;
    except_endpoint_id: string | null;
    created_at: Date;
    relayed_at: Generated<Date | null>;
  };
}

/** A notice's data, JSON-clean; every type has a summary. */
export interface NoticePayload {
  readonly summary: string;
  readonly [field: string]: unknown;
}

import type { WrittenNoticeType } from "@earshot/domain";

/** A notice on its way to one endpoint. */
export interface NoticeMessage {
  /** The notice's id: the `webhook-id` of every attempt. */
  readonly id: string;
  readonly type: WrittenNoticeType;
  readonly occurredAt: Date;
  /** The notice's data; every type's data has a one-sentence `summary`. */
  readonly data: NoticeData;
}

/** A notice as it is stored, its data still the JSON text that it was written as. */
export interface StoredNotice extends Omit<NoticeMessage, "data"> {
  readonly json: string;
}

/** What renderers rely on in a notice's data, whatever its type. */
export interface NoticeData {
  readonly summary: string;
  readonly [field: string]: unknown;
}

/** Reads a stored notice. The data was written by ourselves, and every type has a summary. */
export function readMessage({ json, ...notice }: StoredNotice): NoticeMessage {
  return { ...notice, data: JSON.parse(json) as NoticeData };
}

/** What a chat message is headed with: the notice's type, and in capitals whether it is only a drill. */
export function headingOf({ type, data }: NoticeMessage): string {
  return data["drill"] === true ? `DRILL · ${type}` : type;
}

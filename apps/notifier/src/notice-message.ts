import type { NoticeType } from "@earshot/domain";

/** A notice on its way to one endpoint. */
export interface NoticeMessage {
  /** The notice's id: the `webhook-id` of every attempt. */
  readonly id: string;
  readonly type: NoticeType;
  readonly occurredAt: Date;
  /** The notice's data; every type's data has a one-sentence `summary`. */
  readonly data: NoticeData;
}

/** What renderers rely on in a notice's data, whatever its type. */
export interface NoticeData {
  readonly summary: string;
  readonly [field: string]: unknown;
}

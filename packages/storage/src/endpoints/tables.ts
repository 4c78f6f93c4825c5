import type { NoticeType } from "@earshot/domain";
import type { Generated } from "kysely";

/** How an endpoint wants its notices rendered. */
export type EndpointStyle = "standard" | "slack" | "discord";

/** The table of webhook endpoints. */
export interface EndpointTables {
  endpoints: {
    id: string;
    publisher_id: string;
    url: Buffer;
    url_host: string;
    secret: Buffer;
    previous_secret: Buffer | null;
    previous_secret_until: Date | null;
    types: NoticeType[] | null;
    style: EndpointStyle;
    enabled: Generated<boolean>;
    disabled_at: Date | null;
    disabled_reason: string | null;
    first_failure_at: Date | null;
    failures: Generated<number>;
    warned_at: Date | null;
    created_at: Date;
    deleted_at: Date | null;
  };
}

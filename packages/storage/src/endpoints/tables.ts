import type { NoticeType, Severity } from "@earshot/domain";
import type { Generated } from "kysely";

/** Where notices go: a URL that is posted to, or an e-mail address. */
export type EndpointKind = "webhook" | "email";

/** How an endpoint wants its notices rendered. */
export type EndpointStyle = "standard" | "slack" | "discord";

/** The table of endpoints. */
export interface EndpointTables {
  endpoints: {
    id: string;
    publisher_id: string;
    kind: Generated<EndpointKind>;
    /** Sealed; a mailto: URL for an e-mail address. */
    url: Buffer;
    url_host: string;
    /** Null for e-mail and plain http, which have no certificate. */
    host_id: number | null;
    /** Whether its URL is https; null for an e-mail address, and for a webhook made before that was kept until `watchOlderEndpoints`. */
    secure: Generated<boolean | null>;
    /** Null for an e-mail address: mail is not signed. */
    secret: Buffer | null;
    previous_secret: Buffer | null;
    previous_secret_until: Date | null;
    types: NoticeType[] | null;
    severities: Severity[] | null;
    feed_ids: string[] | null;
    verified_at: Date | null;
    style: EndpointStyle;
    enabled: Generated<boolean>;
    disabled_at: Date | null;
    disabled_reason: string | null;
    first_failure_at: Date | null;
    failures: Generated<number>;
    warned_at: Date | null;
    rest_until: Date | null;
    created_at: Date;
    deleted_at: Date | null;
  };
}

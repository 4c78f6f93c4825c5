import type { Generated } from "kysely";

/** What a key may do: see and change its publisher's own things, or everybody's. */
export type Role = "publisher" | "ops";

/** Tables of accounts. */
export interface AccountTables {
  publishers: {
    id: string;
    name: string;
    email: string | null;
    remind_every_minutes: Generated<number | null>;
    weekly_digest: Generated<boolean>;
    /** When the next digest is due; null until that is worked out. */
    digest_at: Generated<Date | null>;
    created_at: Date;
  };
  api_keys: {
    id: string;
    publisher_id: string;
    prefix: string;
    key_hash: Buffer;
    roles: Role[];
    created_at: Date;
    expires_at: Date | null;
    last_used_at: Generated<Date | null>;
    revoked_at: Generated<Date | null>;
  };
}

/** The table of signed-in browsers. */
export interface SessionTables {
  sessions: {
    id: string;
    token_hash: Buffer;
    api_key_id: string;
    created_at: Date;
    expires_at: Date;
  };
}

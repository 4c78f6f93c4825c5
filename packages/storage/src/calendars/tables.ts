/** The table of calendars that are read without a key. */
export interface CalendarTables {
  calendars: {
    publisher_id: string;
    token_hash: Buffer;
    created_at: Date;
  };
}

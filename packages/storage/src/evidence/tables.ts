/** Table of links to the evidence of incidents. */
export interface EvidenceTables {
  evidence_links: {
    id: string;
    incident_id: string;
    publisher_id: string;
    token_hash: Buffer;
    created_at: Date;
    expires_at: Date;
    /** When somebody last opened it. */
    opened_at: Date | null;
  };
}

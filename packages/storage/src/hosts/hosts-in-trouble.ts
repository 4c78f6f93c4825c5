import { sql } from "kysely";

/**
 * The ids of the hosts over which nothing can be heard: members of an open incident, and those that are to blame, by the
 * vote of the feeds on them, for what fails there. Two small indexes, empty while all is well.
 */
export const hostsInTrouble = sql`(
  SELECT id FROM hosts WHERE troubled
  UNION SELECT host_id FROM incidents
  WHERE host_id IS NOT NULL AND state <> 'resolved' AND blamed_for IS DISTINCT FROM 'feed')`;

import { type Db, insertNotices, takeDueReminders, updateIncident } from "@earshot/storage";
import { buildIncidentNotice } from "./build-incident-notice.ts";
import { factsOf } from "./facts-of.ts";

/**
 * Tells publishers that asked for it again of what is open and nobody has acknowledged, as `incident.updated` notices
 * with the number of the reminder; gives how many. Must run in a transaction.
 */
export async function remindPublishers(tx: Db, now: Date): Promise<number> {
  const due = await takeDueReminders(tx, now);
  for (const [incidentId, reminders] of Map.groupBy(due, (reminder) => reminder.incidentId)) {
    const incident = await updateIncident(tx, incidentId, {}, { kind: "told", now });
    // It may have ended while this waited for it, and its end is told anyway.
    if (incident.state !== "open") continue;
    const notices = reminders.map(({ publisherId, scope, episodeMinutes, number }) => ({
      publisherId,
      incidentId,
      type: "incident.updated" as const,
      sequence: incident.sequence,
      occurredAt: now,
      payload: {
        ...buildIncidentNotice({ ...factsOf(incident, scope), episodeMinutes, reminder: number }, scope, now),
      },
      dedupeKey: `reminded:${incidentId}:${publisherId}:${number}`,
    }));
    await insertNotices(tx, notices, now);
  }
  return due.length;
}

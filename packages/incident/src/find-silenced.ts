import { isSilenced } from "@earshot/domain";
import { type AffectedPublisher, type Db, type IncidentRow, readActiveSilences } from "@earshot/storage";

/** The publishers that a maintenance window or a mute of theirs keeps an incident from now. */
export async function findSilenced(
  tx: Db,
  { id, place }: IncidentRow,
  affected: readonly AffectedPublisher[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const silences = await readActiveSilences(
    tx,
    affected.map(({ publisherId }) => publisherId),
    now,
  );
  const hosts = [place.where, ...place.failing.map(({ host }) => host)];
  const silenced = affected.filter(({ publisherId, scope, feedIds }) => {
    const trouble = { incidentId: id, hosts, shows: scope.shows, feedIds, endpoints: scope.endpoints.length };
    return isSilenced(silences.get(publisherId) ?? [], trouble, now);
  });
  return new Set(silenced.map(({ publisherId }) => publisherId));
}

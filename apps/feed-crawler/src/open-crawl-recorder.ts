import {
  type BatchWriter,
  inTransaction,
  openBatchWriter,
  type Store,
  saveUnchangedCrawls,
  type UnchangedCrawl,
} from "@earshot/storage";

const crawlsMax = 250;

/** Opens what writes crawls that found nothing new, those of all jobs together. Lost claims are left out. */
export function openCrawlRecorder(store: Store, clock: () => Date): BatchWriter<UnchangedCrawl> {
  return openBatchWriter({
    save: (crawls) => inTransaction(store, (tx) => saveUnchangedCrawls(tx, { crawls, now: clock() })),
    keyOf: ({ feedId }) => feedId,
    itemsMax: crawlsMax,
  });
}

import { openApiClient } from "../../src/api-client.ts";
import { type DemoPublisher, enrolPublisher } from "../../src/demo/enrol-publisher.ts";
import type { ReceivedWebhook } from "../../src/demo/start-receiver.ts";
import { waitUntil } from "../../src/demo/wait-until.ts";
import type { Stage } from "./open-stage.ts";

/** The host of every show's media. */
export const mediaHostname = "media.example";

const patienceMs = 90_000;
const dayMs = 86_400_000;
/** Long enough that the lapse is known before it comes; X.509 dates have whole seconds. */
const lapseAfterMs = 4_000;

/** How many shows and episodes each publisher has, and what its receivers do with a webhook before they answer. */
export interface EnrolmentPlan {
  readonly names: readonly string[];
  readonly showsEach?: number;
  readonly episodesEach: number;
  readonly onReceived?: (webhook: ReceivedWebhook) => void | Promise<void>;
}

/** Enrols publishers over the HTTP API, each with shows whose media all lie on one host. */
export async function enrolPublishers(
  stage: Stage,
  apiUrl: string,
  plan: EnrolmentPlan,
): Promise<readonly DemoPublisher[]> {
  const ops = { client: openApiClient(apiUrl, stage.bootstrapKey), baseUrl: apiUrl };
  const publishers: DemoPublisher[] = [];
  for (const name of plan.names) {
    const titles = Array.from({ length: plan.showsEach ?? 1 }, (_, index) => `${name} ${index + 1}`);
    const shows = { name, titles, episodes: plan.episodesEach, mediaHostname };
    const publisher = await enrolPublisher(ops, stage.host, shows, plan.onReceived ?? (() => {}));
    stage.scope.onClose(`receiver of ${name}`, () => publisher.receiver.close());
    publishers.push(publisher);
  }
  return publishers;
}

/** Waits until the API tells of as many enclosures as were published, each with this verdict. */
export async function untilEveryVerdict(
  publishers: readonly DemoPublisher[],
  verdict: string,
): Promise<void> {
  for (const { client, feedIds, shows } of publishers) {
    for (const [index, id] of feedIds.entries()) {
      const episodes = shows[index]?.episodes.length ?? 0;
      await waitUntil(
        async () => {
          const { items } = await client.get(`/v1/feeds/${id}/enclosures?limit=200`);
          const verdicts = (items as readonly { readonly verdict: string | null }[]).map(
            (item) => item.verdict,
          );
          return verdicts.length === episodes && verdicts.every((one) => one === verdict);
        },
        { patienceMs, what: `every enclosure of ${shows[index]?.title} to be ${verdict}` },
      );
    }
  }
}

/** Has the media host serve a certificate that is about to end, and gives when. */
export async function letCertificateLapse({ host }: Stage): Promise<Date> {
  const notAfter = new Date(Math.ceil((Date.now() + lapseAfterMs) / 1_000) * 1_000);
  await host.renewCertificate(mediaHostname, { notBefore: new Date(Date.now() - 90 * dayMs), notAfter });
  return notAfter;
}

/** Has the media host serve a certificate that is good for long. */
export async function renewCertificate({ host }: Stage): Promise<void> {
  await host.renewCertificate(mediaHostname, { notAfter: new Date(Date.now() + 90 * dayMs) });
}

/** Waits until every publisher's receiver has a webhook of this type. */
export function untilAllTold(publishers: readonly DemoPublisher[], type: string): Promise<void> {
  const told = ({ receiver }: DemoPublisher) => receiver.received.some((webhook) => webhook.type === type);
  return waitUntil(() => publishers.every(told), { patienceMs, what: `${type} at every publisher` });
}

/** How many different notices of this type each publisher got; a repeated attempt at one counts once. */
export function countNotices(publishers: readonly DemoPublisher[], type: string): readonly number[] {
  return publishers.map(({ receiver }) => {
    const ids = receiver.received.filter((webhook) => webhook.type === type).map(({ id }) => id);
    return new Set(ids).size;
  });
}

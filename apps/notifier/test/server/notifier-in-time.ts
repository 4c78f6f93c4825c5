import { openBox, openWebhookEgress, runService } from "@earshot/service";
import { startNotifier } from "../../src/start-notifier.ts";

// The notifier as it runs in a fleet, but for its time: the parent sends how far it is ahead of the real one, so that
// hours between attempts pass at once, and a receiver that does not answer is given up after a second.
let aheadMs = 0;
process.on("message", (message: { readonly aheadMs: number }) => {
  aheadMs = message.aheadMs;
});

await runService("notifier", process.env, async (scope, base) => {
  const clock = () => new Date(Date.now() + aheadMs);
  const egress = await openWebhookEgress(scope, base);
  const deps = { ...base, clock, egress, box: openBox(base.env), webhookDeadlineMs: 1_000 };
  return scope.open("notifier", startNotifier(deps));
});

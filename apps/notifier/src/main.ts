import { openBox, openWebhookEgress, runService } from "@earshot/service";
import { startNotifier } from "./start-notifier.ts";

await runService("notifier", process.env, async (scope, base) => {
  const box = openBox(base.env);
  const egress = await openWebhookEgress(scope, base);
  return scope.open("notifier", startNotifier({ ...base, egress, box }));
});

import type { Subscription } from "@earshot/storage";
import { generateOpml } from "feedsmith";

/** A publisher's feeds as an OPML 2.0 list; labels are its categories, which cannot hold commas. */
export function writeOpml(subscriptions: readonly Subscription[], now: Date): string {
  return generateOpml({
    head: { title: "Feeds watched by Earshot", dateCreated: now },
    body: { outlines: subscriptions.map(outlineOf) },
  });
}

function outlineOf({ title, url, link, labels }: Subscription) {
  const category = labels.map((label) => label.replaceAll(",", " ")).join(",");
  return {
    ...{ text: title ?? url, type: "rss", xmlUrl: url },
    ...(title !== null && { title }),
    ...(link !== null && { htmlUrl: link }),
    ...(category !== "" && { category }),
  };
}

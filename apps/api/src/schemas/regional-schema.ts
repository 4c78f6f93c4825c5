import type { RegionalView } from "@earshot/storage";
import { z } from "zod";
import { instant } from "./basics.ts";
import { faultCode } from "./fault-schema.ts";

const regionalViewSchema = z
  .object({
    vantage: z.string(),
    bad: z.boolean(),
    codes: z.array(faultCode),
    at: instant,
  })
  .meta({ id: "RegionalView", description: "How one vantage last saw it." });

/** How each vantage sees something that is bad from one and good from another. */
export const regionalSchema = z.array(regionalViewSchema).nullable().meta({
  description:
    "How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null.",
});

/** Renders what the store keeps of a regional failure. */
export function renderRegional(views: readonly RegionalView[] | null): z.output<typeof regionalSchema> {
  return (
    views?.map((view) => ({ ...view, codes: [...view.codes], at: new Date(view.at).toISOString() })) ?? null
  );
}

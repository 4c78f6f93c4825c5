import type { Page } from "playwright-core";

/** Collects what a browser reports about a page: errors of its scripts, what failed to load, breaches of its policy. */
export function watchComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

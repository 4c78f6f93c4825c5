import { expect, test } from "vitest";
import { renderHtml } from "./render-html.ts";

test("keeps the words, escapes what a stranger wrote, and links to nothing but ourselves", () => {
  const link = "https://earshot.example/v1/incidents/7";
  const text = `It broke\nat <media>.\n\n- Q&A <script>\n  https://media.example/1.mp3\n\nEvidence: ${link}\n`;
  const html = renderHtml(text, link);
  expect(html).toContain("<strong>It broke at &lt;media&gt;.</strong>");
  expect(html).toContain("- Q&amp;A &lt;script&gt;");
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([link]);
  expect(html).not.toContain("<script>");
  expect(html).not.toMatch(/src=|url\(/);
});

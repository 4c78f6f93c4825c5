import type { NoticeData } from "./notice-message.ts";

const linesMax = 5;

/** Up to five lines that name affected episodes, such as `Some Show: Episode 12`; none for a notice without any. */
export function sampleLines(data: NoticeData): readonly string[] {
  const affected = data["affected"];
  if (!isRecord(affected) || !Array.isArray(affected["samples"])) return [];
  return affected["samples"].filter(isRecord).slice(0, linesMax).map(describeSample);
}

function describeSample(sample: Record<string, unknown>): string {
  const names = [sample["show"], sample["episode"] ?? sample["url"]];
  return names.filter((name): name is string => typeof name === "string").join(": ");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** How often to be reminded, in minutes and in words; null is never. */
export interface ReminderChoice {
  readonly minutes: number | null;
  readonly words: string;
}

const usual: readonly ReminderChoice[] = [
  { minutes: null, words: "Never" },
  { minutes: 15, words: "Every 15 minutes" },
  { minutes: 60, words: "Every hour" },
  { minutes: 240, words: "Every 4 hours" },
  { minutes: 1_440, words: "Every day" },
];

/** The usual choices, and what is set now where that is none of them. */
export function reminderChoices(current: number | null): readonly ReminderChoice[] {
  if (usual.some(({ minutes }) => minutes === current)) return usual;
  return [...usual, { minutes: current, words: `Every ${current} minutes` }];
}

/** How the names of months begin: in English, and in the languages that feeds are written in, beside it. */
const beginnings: readonly (readonly [string, number])[] = (
  [
    ["jan ene gen janv jän", 1],
    ["feb fév fev febr", 2],
    ["mar mär mrz maa mrt", 3],
    ["apr abr avr", 4],
    ["may mai mag mei maj", 5],
    ["jun juin giu", 6],
    ["jul juil lug", 7],
    ["aug ago aoû aou", 8],
    ["sep set", 9],
    ["oct okt out ott", 10],
    ["nov", 11],
    ["dec dez déc dic", 12],
  ] as const
)
  .flatMap(([names, month]) => names.split(" ").map((name) => [name, month] as const))
  .sort(([a], [b]) => b.length - a.length);

/** The number of the month that a name, in full or cut short, stands for; null when none is known. */
export function monthOf(name: string | undefined): number | null {
  const lower = (name ?? "").toLowerCase();
  return beginnings.find(([beginning]) => lower.startsWith(beginning))?.[1] ?? null;
}

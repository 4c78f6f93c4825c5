/** How the names of months begin: in English, and in the languages that feeds are written in, beside it. */
const beginnings: readonly (readonly [string, number])[] = (
  [
    ["jan ene gen janv jän янв sty led oca", 1],
    ["feb fév fev febr фев lut úno şub", 2],
    ["mar mär mrz maa mrt мар bře", 3],
    ["apr abr avr апр kwi dub nis", 4],
    ["may mai mag mei maj мая май kvě", 5],
    ["jun juin giu июн cze červen haz", 6],
    ["jul juil lug июл lip červenec tem", 7],
    ["aug ago aoû aou авг sie srp ağu", 8],
    ["sep set сен wrz zář eyl", 9],
    ["oct okt out ott окт paź říj eki", 10],
    ["nov ноя lis kas", 11],
    ["dec dez déc dic дек gru pro ara", 12],
  ] as const
)
  .flatMap(([names, month]) => names.split(" ").map((name) => [name, month] as const))
  .sort(([a], [b]) => b.length - a.length);

/** The number of the month that a name, in full or cut short, stands for; null when none is known. */
export function monthOf(name: string | undefined): number | null {
  const lower = (name ?? "").toLowerCase();
  return beginnings.find(([beginning]) => lower.startsWith(beginning))?.[1] ?? null;
}

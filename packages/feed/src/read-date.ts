import { monthOf } from "./month-of.ts";

/** Zone names of RFC 2822 §4.3 and others in use, in minutes east of Greenwich. */
const zoneMinutes: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  trt: 180,
  wat: 60,
  sast: 120,
  eat: 180,
  ist: 330,
  pkt: 300,
  ict: 420,
  wib: 420,
  sgt: 480,
  hkt: 480,
  myt: 480,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
  acst: 570,
  acdt: 630,
  awst: 480,
  nzst: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  brt: -180,
  brst: -120,
  clt: -240,
  ast: -240,
  adt: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
};

/** A date as a feed gives it: the instant, and the standard that it follows to the letter, or null. */
export interface FeedDate {
  readonly iso: string;
  readonly form: DateForm | null;
}

/** RFC 2822 (RSS), or ISO 8601 as RFC 3339 and the W3C's note profile it (Atom, Dublin Core, JSON Feed). */
export type DateForm = "rfc-2822" | "iso-8601";

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: string;
  readonly zone: string;
  readonly form: DateForm | null;
}

/**
 * Reads a date in any form that feeds use: RFC 2822 with its slips (unknown or missing weekday and zone, two-digit
 * years, full month names, months in other languages, no seconds), ISO 8601, asctime, days and months in figures where
 * their order is certain, seconds since 1970. A date without a zone is taken as UTC. Gives null when it is no date.
 */
export function readDate(text: string): FeedDate | null {
  return readUsual(text) ?? readAny(text);
}

const usualForm =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) (?:(GMT|[ECMP][SD]T)|([+-])([01]\d)([0-5]\d))$/;

/** The form that nearly all dates have, read without the detours of the others. */
function readUsual(text: string): FeedDate | null {
  const match = usualForm.exec(text);
  if (match === null) return null;
  const [day, month, year] = [Number(match[1]), monthOf(match[2]) ?? 0, Number(match[3])];
  // The last days of months, leap years among them, go the long way.
  if (year < 1_000 || day < 1 || day > 28) return null;
  // Built from parts, the text would stay a tree of them in memory.
  const amount = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0);
  const named = match[7] === undefined || match[7] === "GMT" ? 0 : (zoneMinutes[match[7].toLowerCase()] ?? 0);
  const east = match[8] === "-" ? -amount : amount + named;
  const minute = Number(match[5]) - east;
  const instant = Date.UTC(year, month - 1, day, Number(match[4]), minute, Number(match[6]));
  return { iso: new Date(instant).toISOString(), form: "rfc-2822" };
}

function readAny(text: string): FeedDate | null {
  // Comments and folded white space are part of RFC 2822.
  const plain = text
    .slice(0, 100)
    .replace(/\([^)]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const usual = replaceUnusual(plain);
  const fields = readIso(usual) ?? readMail(usual) ?? readMonthFirst(usual) ?? readFigures(usual);
  if (fields === null) return readSeconds(usual);
  return toInstant(usual === plain ? fields : { ...fields, form: null });
}

/** Chinese, Japanese and Korean counters, dashes for minus signs, the name of a time zone after its offset, commas in front. */
function replaceUnusual(text: string): string {
  if (!/[^ -~]|^[ ,]|\]$/.test(text)) return text;
  return text
    .replace(/\[[^\]]*\]$/, "")
    .replace(/(\d)[年月년월] ?/g, "$1-")
    .replace(/(\d)[日일] ?/g, "$1 ")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/^[ ,]+/, "")
    .trim();
}

/** Seconds or milliseconds since 1970, of this century. */
function readSeconds(text: string): FeedDate | null {
  if (!/^(?:1\d{9}|1\d{12})$/.test(text)) return null;
  const instant = text.length === 10 ? Number(text) * 1000 : Number(text);
  return { iso: new Date(instant).toISOString(), form: null };
}

/** `31.12.2019`, days first, and `12/31/2019` in either order, if only one of both makes sense. */
function readFigures(text: string): Fields | null {
  const match =
    /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,? (\d{1,2}(?:[:.h]\d{2}){1,2}(?: ?[ap]\.?m\.?)?) ?(.*))?$/i.exec(
      text,
    );
  if (match === null) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (match[2] !== "." && first <= 12 && second <= 12 && first !== second) return null;
  const [day, month] = match[2] !== "." && second > 12 ? [second, first] : [first, second];
  return { year: Number(match[4]), month, day, time: match[5] ?? "00:00", zone: match[6] ?? "", form: null };
}

function readIso(text: string): Fields | null {
  const match =
    /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{2})(\d{2}))?(?:(?:[Tt]|,? )\s*(\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d+)?(?: ?[AaPp]\.?[Mm]\.?)?|\d{4}(?:\d{2})?)\s*(.*))?$/.exec(
      text,
    );
  if (match === null) return null;
  const strict = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/.test(
    text,
  );
  return {
    year: Number(match[1]),
    month: Number(match[2] ?? match[4] ?? 1),
    day: Number(match[3] ?? match[5] ?? 1),
    time: match[6] ?? "00:00",
    zone: match[7] ?? "",
    form: strict ? "iso-8601" : null,
  };
}

function readMail(text: string): Fields | null {
  const match =
    /^(?:[^\s\d,]+ ?[,.]* *)?(\d{1,2})(?:st|nd|rd|th|º|\.)?[ -](?:of |de |d')?(\p{L}{3,10})[.,]?[ -](?:de )?(\d{4}|\d{2})(?:,?[ T](\d{1,2}(?:[:.h]\d{1,2}){1,2}(?:\.\d+)?(?: ?[ap]\.?m\.?)?) ?(.*))?$/iu.exec(
      text,
    );
  const month = monthOf(match?.[2]);
  if (match === null || month === null) return null;
  const strict =
    /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:\d{4}|\d\d) \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|UT|GMT|[ECMP][SD]T|Z)$/.test(
      text,
    );
  return {
    year: fullYear(match[3] ?? ""),
    month,
    day: Number(match[1]),
    time: match[4] ?? "00:00",
    zone: match[5] ?? "",
    form: strict ? "rfc-2822" : null,
  };
}

/** `Tue Oct  1 12:00:00 UTC 2019` (asctime) and `October 1, 2019 12:00 PM`. */
function readMonthFirst(text: string): Fields | null {
  const match =
    /^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (?:(\d{1,2}:\d{2}(?::\d{2})?) (?:([a-z]{1,5}|[+-]\d{4}) )?(\d{4})|(\d{4})(?:,? (?:at )?(\d{1,2}(?::\d{2}){1,2}(?: ?[ap]\.?m\.?)?) ?(.*))?)$/i.exec(
      text,
    );
  const month = monthOf(match?.[1]);
  if (match === null || month === null) return null;
  return {
    year: Number(match[5] ?? match[6]),
    month,
    day: Number(match[2]),
    time: match[3] ?? match[7] ?? "00:00",
    zone: match[4] ?? match[8] ?? "",
    form: null,
  };
}

/** RFC 2822 §4.3: two-digit years up to 49 lie in this century. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function toInstant(fields: Fields): FeedDate | null {
  const time = readTime(fields.time);
  const offset = zoneOffset(fields.zone);
  if (time === null || fields.month < 1 || fields.month > 12 || fields.year < 1_000) return null;
  const day = Date.UTC(fields.year, fields.month - 1, fields.day);
  // A day that its month does not have runs over into another.
  if (new Date(day).getUTCDate() !== fields.day) return null;
  const iso = new Date(day + time - (offset ?? 0) * 60_000).toISOString();
  // Years beyond 9999 have another form, which nobody reads.
  if (iso.length !== 24) return null;
  const isWhole = time < dayMs && (offset !== null || isDay(fields));
  return { iso, form: isWhole ? fields.form : null };
}

/** Whether ISO 8601 gives a day, a month or a year only, which has no zone. */
function isDay({ form, time, zone }: Fields): boolean {
  return form === "iso-8601" && time === "00:00" && zone === "";
}

const dayMs = 86_400_000;

/** Milliseconds since midnight; 24:00 and leap seconds run over into what follows, which no standard of feeds allows. */
function readTime(text: string): number | null {
  const plain = text.replace(/^(\d{1,2})[.h](\d{2})(?:\.(\d{2}))?/i, (_, hour, minute, second) =>
    second === undefined ? `${hour}:${minute}` : `${hour}:${minute}:${second}`,
  );
  const colons = /^\d{4}(?:\d{2})?$/.test(plain) ? plain.replace(/(\d\d)(?=\d)/g, "$1:") : plain;
  const match = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m)?/i.exec(colons);
  if (match === null) return null;
  let hour = Number(match[1]);
  const half = match[5]?.toLowerCase();
  if (half === "p" && hour < 12) hour += 12;
  if (half === "a" && hour === 12) hour = 0;
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  if (minute > 59 || second > 60) return null;
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + Math.trunc(Number(`0.${match[4] ?? 0}`) * 1000);
  return time > dayMs ? null : time;
}

/** Minutes east of Greenwich, or null when the zone is missing or unknown. */
function zoneOffset(zone: string): number | null {
  const plain = zone.trim();
  const numeric = /^(?:[a-z]{1,5})? ?([+-])(\d{1,2}):?(\d{2})?$/i.exec(plain);
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    return minutes > 15 * 60 ? null : numeric[1] === "-" ? -minutes : minutes;
  }
  return zoneMinutes[plain.toLowerCase()] ?? null;
}

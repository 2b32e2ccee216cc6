import { UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { type Frequency, MONTHS_PER_UNIT, type Unit } from "./frequency.js";

const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");

/** The frequency of steps of so many milliseconds, in the largest unit that holds them. */
export function frequencyOfStep(milliseconds: number): Frequency {
  return inLargestUnit("ms", Math.max(1, Math.round(milliseconds)), false);
}

/** A frequency under its shortest alias. */
export function frequency(unit: Unit, multiple: number, atEnd = false, anchor?: number): Frequency {
  let base: string = unit;
  let suffix = "";
  if (MONTHS_PER_UNIT[unit] !== undefined) base = `${unit}${atEnd ? "E" : "S"}`;
  let kept = anchor;
  if (unit === "W" && anchor !== undefined) suffix = `-${WEEKDAYS[anchor]}`;
  if (unit === "Q" || unit === "Y") {
    // The common anchor goes without saying: years and quarters of the calendar.
    const common = atEnd ? MONTHS_PER_UNIT[unit]! - 1 : 0;
    if (anchor === common) kept = undefined;
    else if (anchor !== undefined) {
      suffix = `-${MONTHS[unit === "Q" && atEnd ? anchor + 9 : anchor]}`;
    }
  }
  const alias = `${multiple > 1 ? multiple : ""}${base}${suffix}`;
  return { alias, unit, multiple, atEnd, ...(kept === undefined ? {} : { anchor: kept }) };
}

/** A step in the largest unit that holds it: 60min is h, 12MS is YS. */
function inLargestUnit(unit: Unit, multiple: number, atEnd: boolean, anchor?: number): Frequency {
  const larger: Partial<Record<Unit, [Unit, number]>> = {
    ms: ["s", 1000],
    s: ["min", 60],
    min: ["h", 60],
    h: ["D", 24],
    D: ["W", 7],
    M: ["Q", 3],
    Q: ["Y", 4],
  };
  const up = larger[unit];
  return anchor === undefined && up !== undefined && multiple % up[1] === 0
    ? inLargestUnit(up[0], multiple / up[1], atEnd)
    : frequency(unit, multiple, atEnd, anchor);
}

const BASES = new Map<string, [Unit, boolean]>([
  ["ms", ["ms", false]],
  ["s", ["s", false]],
  ["min", ["min", false]],
  ["h", ["h", false]],
  ["D", ["D", false]],
  ["B", ["B", false]],
  ["W", ["W", false]],
  ["MS", ["M", false]],
  ["ME", ["M", true]],
  ["QS", ["Q", false]],
  ["QE", ["Q", true]],
  ["YS", ["Y", false]],
  ["YE", ["Y", true]],
]);

/** Aliases of pandas before 2.2, and plain words. */
const SYNONYMS = new Map<string, string>([
  ["S", "s"],
  ["T", "min"],
  ["H", "h"],
  ["d", "D"],
  ["b", "B"],
  ["w", "W"],
  ["M", "ME"],
  ["Q", "QE"],
  ["Y", "YE"],
  ["A", "YE"],
  ["AS", "YS"],
  ["hourly", "h"],
  ["daily", "D"],
  ["weekly", "W"],
  ["monthly", "MS"],
  ["quarterly", "QS"],
  ["yearly", "YS"],
]);

/**
 * Reads a frequency alias such as `D`, `15min`, `W-SUN`, `MS`, `QE-NOV` or `2h`.
 *
 * @example
 * parseFrequency("15min").multiple; // 15
 *
 * @throws UsageError that names the nearest alias
 */
export function parseFrequency(alias: string): Frequency {
  const parts = /^(\d*)([A-Za-z]+)(?:-([A-Za-z]{3}))?$/.exec(alias.trim());
  const multiple = parts?.[1] ? Number(parts[1]) : 1;
  const name = parts?.[2] ?? "";
  const base = BASES.get(SYNONYMS.get(name) ?? name);
  if (parts === null || base === undefined || multiple < 1 || multiple > 1e6) {
    const meant = nearest(name || alias, [...BASES.keys(), ...SYNONYMS.keys()]);
    const known = `Known: ${[...BASES.keys()].join(" ")}, multiples such as 15min, W-MON … W-SUN.`;
    throw new UsageError(
      `unknown frequency "${alias}"`,
      meant === undefined || base !== undefined
        ? known
        : `Did you mean ${parts?.[1] ?? ""}${SYNONYMS.get(meant) ?? meant}? ${known}`,
    );
  }
  const [unit, atEnd] = base;
  const anchorName = parts[3]?.toUpperCase();
  if (anchorName === undefined) return inLargestUnit(unit, multiple, atEnd);
  const names = unit === "W" ? WEEKDAYS : unit === "Q" || unit === "Y" ? MONTHS : [];
  const anchor = names.indexOf(anchorName);
  if (anchor < 0) {
    const meant = nearest(anchorName, names);
    throw new UsageError(
      `unknown anchor "${parts[3]}" in frequency "${alias}"`,
      names.length === 0
        ? `${name} takes no anchor.`
        : `${meant === undefined ? "" : `Did you mean ${name}-${meant}? `}Known: ${names.join(" ")}.`,
    );
  }
  return frequency(unit, multiple, atEnd, unit === "Q" ? anchor % 3 : anchor);
}

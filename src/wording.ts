/** A number that is written already, with its thousands apart: `12,345.6`. */
export function grouped(number: string): string {
  return number.replace(
    /^(\D*)(\d+)/,
    (_, sign: string, whole: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","),
  );
}

/** A number with its noun: `1 row`, `1,200 rows`. */
export function counted(count: number, noun: string, written = grouped(String(count))): string {
  return `${written} ${noun}${count === 1 ? "" : "s"}`;
}

/** The first names of many: `a, b, c, d, e and 7 more`. */
export function firstFew(names: readonly string[], shown = 5): string {
  const more = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** All names: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names[names.length - 1];
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}

/** An option's name as flags have it: `date-format` for `dateFormat`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A word as a shell takes it, in quotes where it must. */
export function shellQuoted(word: string): string {
  return /^[\p{L}\p{N}_./:=,%@+-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

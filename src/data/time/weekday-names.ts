import { withoutAccents } from "./month-names.js";

/** Weekdays that are no months, also in English, German, French, Spanish and Italian in full. */
const WEEKDAY =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|mo|di|mi|do|fr|sa|so|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)\.?,? /i;

/** Short weekdays of other languages, some of which are also months: `mar.` is mardi and mars. */
const SHORT = new Set(
  [
    "lun mar mer jeu ven sam dim mie jue vie sab dom gio ma wo vr za zo seg ter qua qui sex",
    "man tis ons tor tors tir fre lor son pon wt sr czw pt sob niedz pzt sal car per cum cmt paz",
    "пн вт ср чт пт сб вс",
  ].flatMap((names) => names.split(" ")),
);

/** A word in front of a date that is complete without it. */
const WORD_BEFORE =
  /^([\p{L}\p{M}]{2,5})\.?,? (?=\d{1,4}[./-]\d{1,2}[./-]\d|\d{1,2}\.? ?[\p{L}\p{M}]{3})/u;

/** As in `2024/01/05(金)` and `2024-01-05 (Fri)`. */
const IN_BRACKETS = / ?[（(](?:[月火水木金土日월화수목금토일]|[a-z]{2,3})[)）]/i;

/** A date without the name of its day. */
export function withoutWeekday(text: string): string {
  const plain = text.replace(IN_BRACKETS, "");
  const sure = plain.replace(WEEKDAY, "");
  if (sure !== plain) return sure;
  const word = WORD_BEFORE.exec(plain);
  return word !== null && SHORT.has(withoutAccents(word[1])) ? plain.slice(word[0].length) : plain;
}

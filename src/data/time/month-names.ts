/**
 * Names of the months in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Norwegian, Danish,
 * Indonesian, Polish (as in dates too), Turkish, Russian, Czech (as in dates too) and Thai, without accents.
 */
const MONTHS = [
  "january januar janner janvier enero gennaio janeiro januari styczen stycznia ocak январь января leden ledna มกราคม",
  "february februar feber fevrier febrero febbraio fevereiro februari luty lutego subat февраль февраля unor unora กุมภาพันธ์",
  "march marz maerz mrz mars marzo marco maart mrt marts maret marzec marca mart март марта brezen brezna มีนาคม",
  "april avril abril aprile kwiecien kwietnia nisan апрель апреля duben dubna เมษายน",
  "may mai mayo maggio maio mei maj maja mayis mayıs май мая kveten kvetna พฤษภาคม",
  "june juni juin junio giugno junho czerwiec czerwca haziran июнь июня cerven cervna มิถุนายน",
  "july juli juillet julio luglio julho lipiec lipca temmuz июль июля cervenec cervence กรกฎาคม",
  "august aout agosto augustus augusti agustus sierpien sierpnia agustos август августа srpen srpna สิงหาคม",
  "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia eylul сентябрь сентября zari กันยายน",
  "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika ekim октябрь октября rijen rijna ตุลาคม",
  "november novembre noviembre novembro listopad listopada kasim kasım ноябрь ноября listopad listopadu พฤศจิกายน",
  "december dezember decembre diciembre dicembre dezembro desember grudzien grudnia aralik aralık декабрь декабря prosinec prosince ธันวาคม",
];

/** The month of each name and its beginnings of three letters and more, NaN where two have it, as `jui`. */
function monthsByName(): ReadonlyMap<string, number> {
  const byName = new Map<string, number>();
  MONTHS.forEach((names, i) => {
    for (const written of names.split(" ")) {
      const name = withoutAccents(written);
      for (let length = 3; length <= name.length; length++) {
        const word = name.slice(0, length);
        byName.set(word, (byName.get(word) ?? i + 1) === i + 1 ? i + 1 : Number.NaN);
      }
    }
  });
  // A whole name is that month, even where another month's begins with it: `červen` and `červenec`.
  MONTHS.forEach((names, i) => {
    for (const name of names.split(" ")) byName.set(withoutAccents(name), i + 1);
  });
  return byName;
}

/** Letters of a name that is cut short, as `Sept`; `Januar` is whole. */
const MAX_SHORT = 4;

/**
 * Whether a word is the month of another language than English, most of which write decimal commas, and many
 * points between thousands.
 */
export function isForeignMonth(word: string): boolean {
  const month = monthOf(word);
  if (!(month > 0)) return false;
  const [english] = MONTHS[month - 1]!.split(" ");
  const name = word.toLowerCase();
  return !(name === english || (name.length <= MAX_SHORT && english!.startsWith(name)));
}

/** Made for the first table that has names of months. */
let known: ReadonlyMap<string, number> | undefined;

/** Thai abbreviations, with their points. */
const THAI = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(" ");

/** A text with whole names for Thai abbreviations of months. */
export function withoutThaiPoints(text: string): string {
  const month = THAI.findIndex((short) => text.includes(short));
  return month < 0 ? text : text.replace(THAI[month], MONTHS[month].split(" ").at(-1)!);
}

/** In lower case and without diacritics: `Fév` is `fev`. */
export function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** 1 to 12 for the name of a month or an unambiguous beginning of three letters; NaN for other words. */
export function monthOf(word: string): number {
  known ??= monthsByName();
  return known.get(word.toLowerCase()) ?? known.get(withoutAccents(word)) ?? Number.NaN;
}

/**
 * Names of the months in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Norwegian, Danish,
 * Indonesian, Polish (as in dates too), Turkish and Russian, without accents.
 */
const MONTHS = [
  "january januar janner janvier enero gennaio janeiro januari styczen stycznia ocak январь января",
  "february februar feber fevrier febrero febbraio fevereiro februari luty lutego subat февраль февраля",
  "march marz maerz mrz mars marzo marco maart marts maret marzec marca mart март марта",
  "april avril abril aprile kwiecien kwietnia nisan апрель апреля",
  "may mai mayo maggio maio mei maj maja mayis mayıs май мая",
  "june juni juin junio giugno junho czerwiec czerwca haziran июнь июня",
  "july juli juillet julio luglio julho lipiec lipca temmuz июль июля",
  "august aout agosto augustus augusti agustus sierpien sierpnia agustos август августа",
  "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia eylul сентябрь сентября",
  "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika ekim октябрь октября",
  "november novembre noviembre novembro listopad listopada kasim kasım ноябрь ноября",
  "december dezember decembre diciembre dicembre dezembro desember grudzien grudnia aralik aralık декабрь декабря",
];

/** The month of each name and its beginnings of three letters and more, NaN where two have it, as `jui`. */
const BY_NAME = new Map<string, number>();
MONTHS.forEach((names, i) => {
  for (const written of names.split(" ")) {
    const name = withoutAccents(written);
    for (let length = 3; length <= name.length; length++) {
      const word = name.slice(0, length);
      BY_NAME.set(word, (BY_NAME.get(word) ?? i + 1) === i + 1 ? i + 1 : Number.NaN);
    }
  }
});

/** In lower case and without diacritics: `Fév` is `fev`. */
export function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** 1 to 12 for the name of a month or an unambiguous beginning of three letters; NaN for other words. */
export function monthOf(word: string): number {
  return BY_NAME.get(word.toLowerCase()) ?? BY_NAME.get(withoutAccents(word)) ?? Number.NaN;
}

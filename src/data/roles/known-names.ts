/** What InfluxDB calls the time of a point; `_start` and `_stop` are those of the query. */
export const INFLUX_TIME = "_time";

/** Names of columns of dates, the surest first. */
export const TIME_NAMES: readonly string[] = [
  ...[
    "ds",
    "date",
    "datetime",
    "date_time",
    "timestamp",
    "time_stamp",
    "time",
    "day",
    "week",
    "month",
  ],
  ...["quarter", "year", "period", "time_period", INFLUX_TIME],
];

/** Names of columns of dates in other languages, without accents. A column of numbers called `data` is none. */
export const FOREIGN_TIME_NAMES: readonly string[] = [
  ...["datum", "zeitpunkt", "zeitstempel", "zeitraum", "tag", "monat", "woche", "jahr", "periode"],
  ...["fecha", "periodo", "mes", "ano", "dia", "semana", "data", "mese", "giorno", "settimana"],
  ...["mois", "jour", "semaine", "annee", "date_heure", "horodate", "horodatage"],
  ...[
    "zeit",
    "tid",
    "hora",
    "ora",
    "heure",
    "zaman",
    "czas",
    "dato",
    "maned",
    "manad",
    "vecka",
    "uke",
    "uge",
    "ar",
    "pvm",
    "paivamaara",
    "kuukausi",
    "quartal",
    "trimestre",
    "trimestr",
    "kwartal",
    "kvartal",
  ],
  ...["tarih", "donem", "miesiac", "rok", "okres", "mesic", "obdobi", "honap", "ev"],
  ...[
    "дата",
    "месяц",
    "год",
    "период",
    "неделя",
    "время",
    "день",
    "ημερομηνια",
    "تاريخ",
    "التاريخ",
  ],
  ...[
    "日付",
    "日期",
    "日時",
    "年月",
    "年月日",
    "年度",
    "時点",
    "月份",
    "时间",
    "時間",
    "날짜",
    "일자",
    "시점",
    "연월",
    "일시",
  ],
  ...[
    "दिनांक",
    "तारीख",
    "วันที่",
    "เดือน",
    "งวด",
    "ปี",
    "thời gian",
    "tháng",
    "תאריך",
    "ngày",
    "tanggal",
  ],
];

/** Names of columns that count steps. */
export const INDEX_NAMES: readonly string[] = ["t", "index", "step"];

/** Names of columns that hold observations. */
export const TARGET_NAMES: readonly string[] = [
  ...["y", "value", "values", "target", "observation", "sales", "demand", "_value", "obs_value"],
];

/** Names of columns that tell series apart. */
export const ID_NAMES: readonly string[] = ["unique_id", "series_id", "item_id", "id", "series"];

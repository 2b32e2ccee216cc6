/** What InfluxDB calls the time of a point; `_start` and `_stop` are those of the query. */
export const INFLUX_TIME = "_time";

/** Names of columns of dates, the surest first. */
export const TIME_NAMES: readonly string[] = [
  ...["ds", "date", "datetime", "date_time", "timestamp", "time", "day", "week", "month"],
  ...["quarter", "year", "period", "time_period", INFLUX_TIME],
];

/** Names of columns that count steps. */
export const INDEX_NAMES: readonly string[] = ["t", "index", "step"];

/** Names of columns that hold observations. */
export const TARGET_NAMES: readonly string[] = [
  ...["y", "value", "values", "target", "observation", "sales", "demand", "_value", "obs_value"],
];

/** Names of columns that tell series apart. */
export const ID_NAMES: readonly string[] = ["unique_id", "series_id", "item_id", "id", "series"];

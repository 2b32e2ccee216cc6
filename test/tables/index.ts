import { finance } from "./finance.js";
import { load } from "./load.js";
import { retail } from "./retail.js";
import { sensor } from "./sensor.js";
import { skus } from "./skus.js";
import { traffic } from "./traffic.js";

/** Tables of the kinds that people forecast, by the name of their files; the same bytes everywhere. */
export const tables: Readonly<Record<string, () => string>> = {
  "retail.csv": retail,
  "load.csv": load,
  "traffic.csv": traffic,
  "skus.csv": skus,
  "coldstore.csv": sensor,
  "finance.csv": finance,
};

/** Those that ship with the package, in fixtures/. */
export const bundled: Readonly<Record<string, () => string>> = {
  "web-visits.csv": () => traffic({ days: 912 }),
  "grid-load.csv": () => load({ hours: 24 * 56 }),
  "store-sales.csv": () => retail({ stores: 4, days: 210, ahead: 28 }),
};

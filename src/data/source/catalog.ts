import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A dataset that ships with the package. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  /** Alias of its frequency. */
  readonly frequency: string;
  /** Observations a season; 1 when there is none. */
  readonly season: number;
  readonly rows: number;
  readonly columns: readonly string[];
  /** The column forecast when nobody names one; the only one unless the table is wide. */
  readonly target: string;
  /** The column that names the series of a long table. */
  readonly id?: string;
  /** Publication the figures come from, and their licence. */
  readonly source: string;
}

const LONG = ["ds", "y"];
const GENERATOR = "Generated for foretell, CC0";

function dataset(
  name: string,
  title: string,
  frequency: string,
  season: number,
  rows: number,
  publication: string,
  columns: readonly string[] = LONG,
  target = "y",
): Dataset {
  const source = `${publication}; R datasets, public-domain figures`;
  return { name, title, frequency, season, rows, columns, target, source };
}

const DATASETS: readonly Dataset[] = [
  dataset(
    "air-passengers",
    "International airline passengers, thousands a month",
    "MS",
    12,
    144,
    "Box, Jenkins & Reinsel (1976), Series G",
  ),
  dataset(
    "nottem",
    "Mean air temperature at Nottingham Castle, °F",
    "MS",
    12,
    240,
    "Anderson (1976)",
  ),
  dataset("sunspot-year", "Sunspot numbers, yearly mean", "YS", 1, 289, "Tong (1990)"),
  dataset(
    "co2",
    "Atmospheric CO2 at Mauna Loa, parts per million",
    "MS",
    12,
    468,
    "Keeling & Whorf (1997), Scripps Institution of Oceanography",
  ),
  dataset(
    "uk-gas",
    "UK gas consumption, millions of therms",
    "QS",
    4,
    108,
    "Durbin & Koopman (2001)",
  ),
  dataset(
    "us-acc-deaths",
    "Accidental deaths in the USA",
    "MS",
    12,
    72,
    "Brockwell & Davis (1991)",
  ),
  dataset(
    "lake-huron",
    "Level of Lake Huron, feet",
    "YS",
    1,
    98,
    "Brockwell & Davis (1991), series A",
  ),
  dataset("nile", "Annual flow of the Nile at Aswan, 10^8 m³", "YS", 1, 100, "Cobb (1978)"),
  dataset(
    "seatbelts",
    "Road casualties in Great Britain",
    "MS",
    12,
    192,
    "Harvey & Durbin (1986)",
    ["ds", "DriversKilled", "drivers", "front", "rear", "kms", "PetrolPrice", "VanKilled", "law"],
    "drivers",
  ),
  dataset(
    "www-usage",
    "Users connected to a server, one value a minute (dates are placeholders)",
    "D",
    1,
    100,
    "Durbin & Koopman (2001)",
  ),
  dataset(
    "johnson-johnson",
    "Quarterly earnings of a Johnson & Johnson share, US$",
    "QS",
    4,
    84,
    "Shumway & Stoffer (2000)",
  ),
  dataset(
    "presidents",
    "Approval of US presidents, % (with missing values)",
    "QS",
    4,
    120,
    "McNeil (1977), Gallup Organization",
  ),
];

/** Tables that are made by test/tables/, seeded, for what public-domain figures of months cannot show. */
const GENERATED: readonly Dataset[] = [
  {
    name: "web-visits",
    title: "Visits to a web site, daily",
    frequency: "D",
    season: 7,
    rows: 912,
    columns: ["date", "visits"],
    target: "visits",
    source: GENERATOR,
  },
  {
    name: "grid-load",
    title: "Load of a town in MW, hourly, with the temperature two days ahead",
    frequency: "h",
    season: 168,
    rows: 1392,
    columns: ["time", "load_mw", "temperature"],
    target: "load_mw",
    source: GENERATOR,
  },
  {
    name: "store-sales",
    title: "Units sold in four stores, daily, with promotions four weeks ahead",
    frequency: "D",
    season: 7,
    rows: 952,
    columns: ["store", "date", "units", "promo", "price"],
    target: "units",
    id: "store",
    source: GENERATOR,
  },
];

/**
 * The bundled datasets, in the order they are listed.
 *
 * @example
 * datasets().map(({ name }) => name).includes("nottem"); // true
 */
export function datasets(): readonly Dataset[] {
  return ALL;
}

const ALL = [...DATASETS, ...GENERATED];

/** The bundled dataset of that name. */
export function findDataset(name: string): Dataset | undefined {
  return ALL.find((dataset) => dataset.name === name);
}

/**
 * Where a bundled dataset's CSV file lies.
 *
 * @returns undefined when there is no dataset of that name
 */
export function datasetPath(name: string): string | undefined {
  if (findDataset(name) === undefined) return undefined;
  // The bundle stands in dist/, the source in src/data/source/; fixtures/ is the package's own.
  const candidates = ["../fixtures/", "../../../fixtures/"].map((folder) =>
    fileURLToPath(new URL(`${folder}${name}.csv`, import.meta.url)),
  );
  return candidates.find((path) => existsSync(path));
}

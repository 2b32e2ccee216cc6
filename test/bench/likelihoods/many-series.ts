import { existsSync } from "node:fs";
import { readPanel } from "../../../src/data/read/read-panel.js";

/** A series whose likelihoods are compared. */
export interface Measured {
  readonly name: string;
  readonly season: number;
  readonly y: Float64Array;
}

const CLASSIC: Readonly<Record<string, number>> = {
  ...{ "air-passengers": 12, "us-acc-deaths": 12, nottem: 12, co2: 12, "uk-gas": 4 },
  ...{ "johnson-johnson": 4, "lake-huron": 1, nile: 1, "www-usage": 1, "sunspot-year": 1 },
};
/** The last observations of a long series are taken, for R's sake. */
const MAX_LENGTH = 180;

/** How many series of M1 are taken, evenly over its list. */
const OF_M1 = [
  ["yearly", 1, 12],
  ["quarterly", 4, 13],
  ["monthly", 12, 11],
] as const;
/** Series of M1 whose likelihoods once ended low. */
const ONCE_WRONG = ["YAM19", "QNC19", "QNG12"];

/** The ten classic series of the package and 36 of M1, where these are there. */
export async function manySeries(): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const [name, season] of Object.entries(CLASSIC)) {
    const { series } = await readPanel(name, {}, () => {});
    all.push({ name, season, y: series[0]!.y.slice(-MAX_LENGTH) });
  }
  const data = process.env.FORETELL_DATA ?? "../shared/data";
  for (const [period, season, count] of OF_M1) {
    const path = `${data}/m1-${period}-train.csv.gz`;
    if (!existsSync(path)) continue;
    const { series } = await readPanel(path, {}, () => {});
    const step = Math.floor(series.length / count);
    const wanted = series.filter(({ id }, i) => ONCE_WRONG.includes(id) || i % step === 3);
    const first = wanted.sort(
      (a, b) => Number(ONCE_WRONG.includes(b.id)) - Number(ONCE_WRONG.includes(a.id)),
    );
    all.push(...first.slice(0, count).map(({ id, y }) => ({ name: id, season, y })));
  }
  return all;
}

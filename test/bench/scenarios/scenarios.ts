import { existsSync, readFileSync } from "node:fs";
import { Noise } from "./noise.js";

/** A series that forecasts went wrong on, after a report, and what is known of how it goes on. */
export interface Scenario {
  readonly name: string;
  /** The file that is forecast. */
  readonly csv: string;
  readonly horizon: number;
  /** Further options of the command. */
  readonly options?: readonly string[];
  /** What the values ahead are without their noise; undefined where nobody can know. */
  readonly truth?: readonly number[];
  /** A second table, which `--future-file` names. */
  readonly future?: string;
}

type At = (t: number) => number | null;

const wave = (t: number, period = 12) => Math.sin((2 * Math.PI * t) / period);
const date = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
const monthly = (t: number) => date(2015, t, 1);
const daily = (t: number) => date(2023, 0, 2 + t);
const yearly = (t: number) => date(1900 + t, 0, 1);
const hourly = (t: number) => new Date(Date.UTC(2024, 0, 1, t)).toISOString().slice(0, 16);

/** Rows of the dates with a value; digits are those of the reports. */
function table(n: number, dates: (t: number) => string, value: At, digits = 2): string {
  const rows: string[] = [];
  for (let t = 0; t < n; t++) {
    const y = value(t);
    if (y !== null) rows.push(`${dates(t)},${digits < 0 ? y : y.toFixed(digits)}`);
  }
  return `ds,y\n${rows.join("\n")}\n`;
}

const ahead = (n: number, horizon: number, value: (t: number) => number) =>
  Array.from({ length: horizon }, (_, h) => value(n + h));

/** The sales of the reports: growth, a season and noise. */
const sales = (t: number) => 200 + 1.5 * t + 25 * wave(t);

function changedSales(name: string, seed: number, change: (y: number, t: number) => number) {
  const noise = new Noise(seed);
  const csv = table(72, monthly, (t) => change(sales(t) + 5 * noise.bell(), t));
  return { name, csv, horizon: 12, truth: ahead(72, 12, (t) => sales(t)) };
}

function shift(seed: number, at: number): Scenario {
  const noise = new Noise(seed);
  const csv = table(60, monthly, (t) => (t < at ? 100 : 200) + 5 * noise.bell());
  const name = at === 48 ? `shift ${seed}` : `shift at ${at}`;
  return { name, csv, horizon: 12, truth: ahead(60, 12, () => 200) };
}

function short(n: number): Scenario {
  const noise = new Noise(9);
  const path = (t: number) => 50 + 0.5 * t + 15 * wave(t);
  const csv = table(n, monthly, (t) => path(t) + 1.7 * noise.bell(), 3);
  return { name: `short ${n}`, csv, horizon: 12, truth: ahead(n, 12, path) };
}

/** A season whose months are observed where `isThere` says so, and forecast every so many months. */
function gappy(name: string, isThere: (t: number) => boolean, every = 1): Scenario {
  const noise = new Noise(7);
  const path = (t: number) => 100 + 15 * wave(t);
  const csv = table(84, monthly, (t) => (isThere(t) ? path(t) + 3 * noise.bell() : null));
  let last = 83;
  while (!isThere(last)) last--;
  return { name, csv, horizon: 12, truth: ahead(0, 12, (h) => path(last + every * (h + 1))) };
}

/** Observations of a file of the shared classic series, moved by a number. */
function classic(name: string, by: number, horizon: number): Scenario | undefined {
  const path = `${process.env.FORETELL_DATA ?? "../shared/data"}/classic/${name}.csv`;
  if (!existsSync(path)) return undefined;
  const [header, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const moved = lines.map((line) => {
    const [ds, y] = line.split(",");
    return `${ds},${Number(y) + by}`;
  });
  const known = moved.slice(0, -horizon);
  const truth = moved.slice(-horizon).map((line) => Number(line.split(",")[1]));
  return {
    name: by === 0 ? name : `${name} ${by < 0 ? "−" : "+"} ${Math.abs(by)}`,
    csv: `${header}\n${known.join("\n")}\n`,
    horizon,
    truth,
  };
}

function one(name: string, csv: string, horizon: number, truth?: readonly number[]): Scenario {
  return { name, csv, horizon, ...(truth && { truth }) };
}

/** A walk of normal steps; nobody knows how it goes on but that it starts where it is. */
function walk(seed: number): Scenario {
  const noise = new Noise(seed);
  let level = 100;
  const csv = table(120, daily, () => {
    level += noise.bell();
    return level;
  });
  return one(
    `walk ${seed}`,
    csv,
    14,
    ahead(0, 14, () => level),
  );
}

/** Every scenario; those of files that are not there are left out. */
export function scenarios(): Scenario[] {
  const drawn = (seed: number, n: number, dates: (t: number) => string, digits = 2) => {
    const noise = new Noise(seed);
    return (value: (t: number, noise: Noise) => number | null) =>
      table(n, dates, (t) => value(t, noise), digits);
  };
  const shop = (t: number) => [100, 110, 120, 115, 150, 180, 0][t % 7] + 0.1 * t;
  const week = [459, 306, 245, 280, 330, 600, 520];
  const promo = (t: number) => (t % 9 === 4 ? 1 : 0);
  const promoted = drawn(
    21,
    96,
    monthly,
  )((t, noise) => 100 + 40 * promo(t) + 10 * wave(t) + 2 * noise.bell());
  const withPromo = promoted
    .trim()
    .split("\n")
    .map((line, i) => (i === 0 ? `${line},promo` : `${line},${promo(i - 1)}`))
    .join("\n");
  const all: (Scenario | undefined)[] = [
    shift(2, 48),
    shift(8, 48),
    shift(2, 57),
    shift(2, 30),
    changedSales("lastx20", 3, (y, t) => (t === 71 ? 20 * y : y)),
    changedSales("last0", 3, (y, t) => (t === 71 ? 0 : y)),
    { ...changedSales("drop", 4, (y, t) => (t > 65 ? 0.1 * y : y)), truth: dropped() },
    one(
      "jump",
      table(43, monthly, (t) => (t < 42 ? 100 : 500), 0),
      12,
    ),
    changedSales("mid1000", 3, (y, t) => (t === 30 ? 1000 * y : y)),
    changedSales("mid0", 3, (y, t) => (t === 30 ? 0 : y)),
    changedSales("spikes", 3, (y, t) => (t % 18 === 9 ? 4 * y : y)),
    one(
      "quiet",
      drawn(5, 70, daily, 5)((t, noise) => 20 + (t < 50 ? 0.002 : 8) * noise.bell()),
      14,
      ahead(70, 14, () => 20),
    ),
    one(
      "shop",
      drawn(6, 182, daily, 1)((t, noise) => (t % 7 === 6 ? null : shop(t) + 8 * noise.bell())),
      14,
    ),
    gappy("alt", (t) => t % 2 === 0, 2),
    gappy("one of three", (t) => t % 3 === 0, 3),
    gappy("one of four", (t) => t % 4 === 0, 4),
    gappy("blocks of six", (t) => t % 12 < 6),
    gappy("a block of 20", (t) => t < 30 || t >= 50),
    one(
      "lognormal",
      drawn(8, 72, monthly, 4)((_, noise) => Math.exp(3.5 * noise.bell())),
      12,
      ahead(72, 12, () => 1),
    ),
    short(25),
    short(36),
    short(48),
    short(72),
    one(
      "line",
      table(80, daily, (t) => t + 1, 0),
      14,
      ahead(80, 14, (t) => t + 1),
    ),
    one(
      "decay",
      drawn(10, 60, monthly, 3)((t, noise) => 5000 * 0.93 ** t * Math.exp(0.08 * noise.bell())),
      12,
      ahead(60, 12, (t) => 5000 * 0.93 ** t),
    ),
    one(
      "collapse",
      drawn(11, 70, monthly, 3)(collapse),
      12,
      ahead(70, 12, () => 2500),
    ),
    one(
      "spike",
      drawn(12, 301, daily, 4)((t, noise) => (t === 100 ? 1e6 : 1.7 * noise.bell())),
      14,
      ahead(301, 14, () => 0),
    ),
    one("panel", panelOfSeven(), 12),
    one(
      "offset",
      drawn(14, 60, monthly)((t, noise) => 1e12 + 100 + 0.8 * t + 12 * wave(t) + 5 * noise.bell()),
      12,
      ahead(60, 12, (t) => 1e12 + 100 + 0.8 * t + 12 * wave(t)),
    ),
    one(
      "tiny",
      drawn(
        15,
        72,
        monthly,
        -1,
      )((_, noise) =>
        noise.uniform() < 0.25 ? Number((70 + 500 * noise.uniform()).toFixed(1)) : 0.0005,
      ),
      12,
    ),
    one(
      "declines",
      drawn(
        16,
        80,
        daily,
        0,
      )((t, noise) => Math.max(0, Math.round(60 - (59 * t) / 79 + 8 * noise.bell()))),
      14,
      ahead(80, 14, () => 1),
    ),
    classic("nottem", -35, 24),
    classic("nottem", 0, 24),
    one(
      "five closed days",
      drawn(
        17,
        910,
        daily,
        1,
      )((t, noise) => ([90, 91, 300, 470, 471].includes(t) ? 0 : week[t % 7] + 15 * noise.bell())),
      14,
      ahead(910, 14, (t) => week[t % 7]),
    ),
    one(
      "decades",
      drawn(18, 19, (t) => yearly(10 * t - 90))((t, noise) =>
        t === 13 ? null : 4 + 7.5 * t + 0.1 * t * t + noise.bell(),
      ),
      6,
      ahead(19, 6, (t) => 4 + 7.5 * t + 0.1 * t * t),
    ),
    walk(1),
    walk(2),
    one(
      "3 cycles",
      drawn(19, 40, monthly)((t, noise) => 60 + 12 * wave(t) + 1.5 * noise.bell()),
      12,
      ahead(40, 12, (t) => 60 + 12 * wave(t)),
    ),
    {
      ...one(
        "season of a year",
        drawn(20, 1096, daily)((t, noise) => 50 + 10 * wave(t, 365) + 2 * noise.bell()),
        30,
        ahead(1096, 30, (t) => 50 + 10 * wave(t, 365)),
      ),
      options: ["--season", "365"],
    },
    {
      name: "promotions",
      csv: `${withPromo}\n`,
      future: `ds,promo\n${ahead(96, 12, (t) => t)
        .map((t) => `${monthly(t)},${promo(t)}`)
        .join("\n")}\n`,
      horizon: 12,
      options: ["--future", "promo"],
      truth: ahead(96, 12, (t) => 100 + 40 * promo(t) + 10 * wave(t)),
    },
    one(
      "net flow",
      drawn(22, 120, monthly)((t, noise) => 5 + 30 * wave(t) + 20 * noise.bell()),
      12,
      ahead(120, 12, (t) => 5 + 30 * wave(t)),
    ),
    one(
      "negative",
      drawn(23, 72, monthly)((t, noise) => -300 - 2 * t + 30 * wave(t) + 8 * noise.bell()),
      12,
      ahead(72, 12, (t) => -300 - 2 * t + 30 * wave(t)),
    ),
    one(
      "many zeros",
      drawn(
        24,
        120,
        daily,
        0,
      )((_, noise) => (noise.uniform() < 0.75 ? 0 : Math.ceil(4 * noise.uniform()))),
      14,
      ahead(120, 14, () => 0.625),
    ),
    one(
      "negative demand",
      drawn(
        25,
        90,
        daily,
        0,
      )((_, noise) => (noise.uniform() < 0.7 ? 0 : -Math.ceil(9 * noise.uniform()))),
      14,
      ahead(90, 14, () => -1.5),
    ),
    one(
      "a month of 0",
      drawn(26, 72, monthly, 0)((t, noise) => (t % 12 > 8 ? 0 : Math.ceil(4 * noise.uniform()))),
      12,
      ahead(72, 12, (t) => (t % 12 > 8 ? 0 : 2.5)),
    ),
    one(
      "constant with a step",
      table(60, monthly, (t) => (t < 40 ? 0.3 : 0.6)),
      12,
      ahead(60, 12, () => 0.6),
    ),
    one(
      "constant",
      table(40, monthly, () => 7),
      12,
      ahead(40, 12, () => 7),
    ),
    one(
      "1e-300",
      drawn(27, 60, monthly, -1)((t, noise) => 1e-300 * (100 + 10 * wave(t) + 4 * noise.bell())),
      12,
      ahead(60, 12, (t) => 1e-300 * (100 + 10 * wave(t))),
    ),
    one(
      "1e300",
      drawn(27, 60, monthly, -1)((t, noise) => 1e300 * (100 + 10 * wave(t) + 4 * noise.bell())),
      12,
      ahead(60, 12, (t) => 1e300 * (100 + 10 * wave(t))),
    ),
    one("two rows", "ds,y\n2024-01-01,100\n2024-02-01,104\n", 6),
    one(
      "ten rows",
      drawn(28, 10, monthly)((_, noise) => 50 + 5 * noise.bell()),
      6,
      ahead(10, 6, () => 50),
    ),
    one(
      "hours",
      drawn(
        29,
        336,
        hourly,
      )((t, noise) => 80 + 30 * wave(t, 24) + 10 * wave(t, 168) + 6 * noise.bell()),
      24,
      ahead(336, 24, (t) => 80 + 30 * wave(t, 24) + 10 * wave(t, 168)),
    ),
  ];
  return all.filter((scenario) => scenario !== undefined);
}

/** A tenth of the sales goes on, or the sales come back: either may be. */
function dropped(): number[] {
  return ahead(72, 12, (t) => 0.1 * sales(t));
}

function collapse(t: number, noise: Noise): number {
  if (t < 50) return 2500 * Math.exp(-t / 12) * (1 + 0.1 * noise.bell());
  return t < 57 ? 0.1 : 2500 * (1 + 0.1 * noise.bell());
}

/** Five series with a season, a constant, and one of a single row. */
function panelOfSeven(): string {
  const noise = new Noise(13);
  const rows: string[] = [];
  for (let k = 0; k < 7; k++) {
    const id = k === 5 ? "constant" : k === 6 ? "single" : `s${k}`;
    for (let t = 0; t < (k === 6 ? 1 : 60); t++) {
      const value = 50 * (k + 1) + 0.5 * t + 8 * wave(t) + 3 * noise.bell();
      rows.push(`${id},${date(2018, t, 1)},${k > 4 ? 5 : value.toFixed(2)}`);
    }
  }
  return `unique_id,ds,y\n${rows.join("\n")}\n`;
}

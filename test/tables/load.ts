import { exp, sin } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { csv, minuteAfter, weekdayAfter } from "./csv.js";

const YEAR = 2024;

/** The shape of a day's load: little at night, peaks in the morning and the evening. */
function shape(hour: number, weekend: boolean): number {
  const peak = (at: number, width: number) =>
    exp(-((hour - at) * (hour - at)) / (2 * width * width));
  return (weekend ? 0.55 : 0.8) * peak(9, 2.5) + 0.75 * peak(19, 2.5) + 0.35 * peak(14, 4);
}

/**
 * Hourly load of a town in megawatts, with the temperature that drives heating. The temperature is forecast
 * for the hours ahead, whose load is empty.
 */
export function load({
  hours = 24 * 56,
  ahead = 48,
  seed = 12,
}: Partial<Record<"hours" | "ahead" | "seed", number>> = {}): string {
  const random = new Random(seed);
  let weather = 0;
  let rest = 0;
  const rows = Array.from({ length: hours + ahead }, (_, t) => {
    const hour = t % 24;
    const day = Math.floor(t / 24);
    const weekend = [0, 6].includes(weekdayAfter(YEAR, day));
    weather = 0.985 * weather + 0.45 * random.normal();
    rest = 0.8 * rest + 0.9 * random.normal();
    const temperature = 4 + 0.06 * day + 4 * sin((2 * Math.PI * (hour - 9)) / 24) + weather;
    const heating = 1.6 * Math.max(0, 16 - temperature);
    const mean = (weekend ? 62 : 74) + 38 * shape(hour, weekend) + heating;
    return [
      minuteAfter(YEAR, 60 * t),
      t < hours ? (mean + rest).toFixed(1) : undefined,
      temperature.toFixed(1),
    ];
  });
  return csv(["time", "load_mw", "temperature"], rows);
}

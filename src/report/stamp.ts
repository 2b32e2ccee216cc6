import type { Frequency } from "../data/frequency.js";
import type { Panel } from "../data/panel.js";
import { formatTime, precisionOf, type TimePrecision } from "../data/time.js";

/** Writes stamps of the panel and of its future, all at the same precision. */
export function stampFormat(panel: Panel, future: readonly Float64Array[]): (ds: number) => string {
  if (panel.frequency.unit === "index") return String;
  const order: TimePrecision[] = ["day", "second", "millisecond"];
  let finest = 0;
  for (const ds of [...panel.series.map((s) => s.ds), ...future]) {
    finest = Math.max(finest, order.indexOf(precisionOf(ds)));
  }
  return (ds) => formatTime(ds, order[finest]!);
}

/** Writes a stamp no longer than the frequency needs: `1960`, `1960-12`, `1960-12-31`, `12-31 14:00`. */
export function shortStamp(ds: number, { unit }: Frequency): string {
  if (unit === "index") return String(ds);
  const text = formatTime(ds, unit === "ms" ? "millisecond" : "second");
  switch (unit) {
    case "Y":
      return text.slice(0, -15);
    case "Q":
    case "M":
      return text.slice(0, -12);
    case "W":
    case "B":
    case "D":
      return text.slice(0, -9);
    case "s":
    case "ms":
      return text.slice(text.indexOf("T") + 1);
    default:
      return text.slice(-14, -3).replace("T", " ");
  }
}

import { setImmediate } from "node:timers/promises";
import {
  type StreamReport,
  streamCsv,
  streamJson,
  streamLine,
  streamView,
} from "../../report/stream.js";
import type { Appearance } from "../../report/text/appearance.js";
import type { Format } from "../shared/options.js";
import { redraw, writeStdout } from "../shared/terminal.js";

/** Shows the lines of a stream. */
export interface StreamOutput {
  show(report: StreamReport): void;
  /** True when waiting lines should be flushed before more rows are read. */
  readonly due: boolean;
  /** Hands everything over, however slow the reader is. */
  flush(): Promise<void>;
  /** Runs `write`, which writes to the same terminal. */
  aside(write: () => void): void;
  /** Leaves what was shown last. */
  done(): void;
}

/** Milliseconds and characters that may wait while there is more to read. */
const MAX_WAIT_MS = 5;
const MAX_WAITING_CHARACTERS = 65_536;

/** Lines of CSV, NDJSON or text, the first one under `header`. */
export function lineOutput(
  format: Format,
  header: (report: StreamReport) => string,
  appearance: Appearance,
  safe?: boolean,
): StreamOutput {
  let waiting = "";
  let begun = false;
  let since = 0;
  const write = {
    csv: (report: StreamReport) => streamCsv(report, safe),
    json: streamJson,
    table: (report: StreamReport) => `${streamLine(report, appearance)}\n`,
  }[format];
  return {
    show(report) {
      if (waiting === "") since = performance.now();
      if (!begun) waiting += header(report);
      begun = true;
      waiting += write(report);
    },
    get due() {
      return (
        waiting.length > MAX_WAITING_CHARACTERS ||
        (waiting !== "" && performance.now() - since > MAX_WAIT_MS)
      );
    },
    async flush() {
      if (waiting === "") return;
      const text = waiting;
      waiting = "";
      await writeStdout(text, format === "table");
      // Signals and timers have their turn.
      await setImmediate();
    },
    aside: (run) => run(),
    done() {},
  };
}

/** Milliseconds from one picture to the next. */
const FRAME_MS = 50;

/** A picture of the last observations, drawn over the one before. */
export function liveOutput(appearance: Appearance): StreamOutput {
  const recent: number[] = [];
  let latest: StreamReport | undefined;
  let rows = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const erase = () => {
    if (rows > 0) redraw(rows, "");
    rows = 0;
  };
  const draw = () => {
    clearTimeout(timer);
    timer = undefined;
    if (latest === undefined) return;
    const view = streamView(recent, latest, appearance);
    redraw(rows, `${view}\n`);
    rows = view.split("\n").length;
    drawn = performance.now();
  };
  return {
    show(report) {
      latest = { ...report, forecast: report.forecast.slice() };
      recent.push(report.y);
      if (recent.length > appearance.width) recent.shift();
      timer ??= setTimeout(draw, FRAME_MS);
    },
    get due() {
      return performance.now() - drawn > FRAME_MS;
    },
    async flush() {
      if (performance.now() - drawn > FRAME_MS) draw();
      await setImmediate();
    },
    aside(write) {
      erase();
      write();
      draw();
    },
    done: draw,
  };
}

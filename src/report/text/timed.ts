import { formatNumber } from "./format.js";
import { printable } from "./printable.js";
import type { Progress } from "./progress.js";

/** A progress that says after each stage how long it took; the first is what came before. */
export function timed(progress: Progress, tell: (text: string) => void): Progress {
  let what = "starting and reading";
  let began = 0;
  let open = true;
  const leave = () => {
    const now = performance.now();
    if (open) tell(`${printable(what)} took ${formatNumber((now - began) / 1000, 2)} s`);
    open = false;
    began = now;
  };
  return {
    ...progress,
    start(text) {
      leave();
      what = text;
      open = true;
      progress.start(text);
    },
    done(line) {
      progress.done(line);
      leave();
    },
  };
}

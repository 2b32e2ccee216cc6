import type { WriteStream } from "node:tty";
import type { Appearance } from "../../report/text/appearance.js";
import type { GlobalOptions } from "./options.js";

/** Columns where nobody says how many there are. */
const DEFAULT_WIDTH = 80;
const MIN_WIDTH = 40;

/** How text on a stream may look; stdout and stderr are judged apart. */
export function appearanceOf(
  stream: Pick<WriteStream, "isTTY" | "columns">,
  { color, plain }: Pick<GlobalOptions, "color" | "plain">,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Appearance {
  const columns = (stream.isTTY && stream.columns) || Number(env.COLUMNS) || DEFAULT_WIDTH;
  return {
    width: Math.max(MIN_WIDTH, columns),
    plain: plain === true,
    color: color && wantsColor(stream, env),
  };
}

/** How text may look that goes where a command writes: to stdout, or without colours to a file. */
export function appearanceOfOutput(
  options: Pick<GlobalOptions, "color" | "plain"> & { readonly output?: string },
): Appearance {
  const appearance = appearanceOf(process.stdout, options);
  return options.output === undefined ? appearance : { ...appearance, color: false };
}

/** @see https://no-color.org and https://force-color.org */
function wantsColor(
  stream: Pick<WriteStream, "isTTY">,
  { FORCE_COLOR, NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): boolean {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") {
    return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  }
  return !NO_COLOR && TERM !== "dumb" && stream.isTTY === true;
}

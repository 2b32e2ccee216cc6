import type { WriteStream } from "node:tty";
import type { Appearance } from "../../report/text/appearance.js";
import type { GlobalOptions } from "./options.js";

/** Columns where nobody says how many there are. */
const DEFAULT_WIDTH = 80;
const MIN_WIDTH = 40;

/** How text on a stream may look; stdout and stderr are judged apart. */
export function appearanceOf(
  stream: Pick<WriteStream, "isTTY" | "columns"> & { readonly rows?: number },
  { color, plain }: Pick<GlobalOptions, "color" | "plain">,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Appearance {
  const columns = (stream.isTTY && stream.columns) || Number(env.COLUMNS) || DEFAULT_WIDTH;
  return {
    width: Math.max(MIN_WIDTH, columns),
    ...(stream.isTTY && stream.rows !== undefined && stream.rows > 0 && { rows: stream.rows }),
    plain: plain === true || isAsciiLocale(env),
    color: color === "always" || (color !== false && color !== "never" && wantsColor(stream, env)),
  };
}

/** How text may look that goes where a command writes: to stdout, or without colours to a file. */
export function appearanceOfOutput(
  options: Pick<GlobalOptions, "color" | "plain"> & { readonly output?: string },
): Appearance {
  const { rows, ...appearance } = appearanceOf(process.stdout, options);
  if (options.output !== undefined) return { ...appearance, color: false };
  return { ...appearance, ...(rows !== undefined && { rows }) };
}

/** Columns of what is printed, whatever a command was told. */
export function widthOfStdout(): number {
  return appearanceOf(process.stdout, {}).width;
}

/** Whether the locale has no characters but ASCII, as LC_ALL=C says. */
function isAsciiLocale({
  LC_ALL,
  LC_CTYPE,
  LANG,
}: Readonly<Record<string, string | undefined>>): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale === "C" || locale === "POSIX";
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

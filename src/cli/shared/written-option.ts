import { dashed } from "../../wording.js";

/** An option as a command line has it: `--hierarchy region,store`. */
export function writtenOption(name: string, values?: readonly string[]): string {
  const written = name === "features" ? "--feature" : `--${dashed(name)}`;
  return values ? `${written} ${values.join(",")}` : written;
}

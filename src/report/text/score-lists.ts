import { counted } from "../../wording.js";
import { type Appearance, paint } from "./appearance.js";
import { formatCount } from "./format.js";
import { headAndTail } from "./head-and-tail.js";
import type { ScoreRow } from "./score-row.js";
import { wrap } from "./wrap.js";

/** Scores by series or by step: for each of them a row a model. */
export interface ScoreList {
  readonly title: "series" | "step";
  readonly groups: readonly (readonly ScoreRow[])[];
}

/** Rows of a list that no terminal limits: nobody reads further, and CSV has them all. */
const MAX_ROWS = 60;
/** Fewest rows of a list on a low terminal. */
const MIN_ROWS = 8;
/** Head of a list, the blank line below it and the line that says what is left out. */
const BESIDE_LIST = 3;
/** The line that the shell writes afterwards. */
const PROMPT_ROWS = 1;

/**
 * Lists of scores, head and tail of long ones, so that what stands below them is on the same screen.
 *
 * @param below what stands below them
 * @param draw  makes a table of some rows, with a row of dots after so many of them
 */
export function scoreLists(
  lists: readonly ScoreList[],
  below: readonly string[],
  appearance: Appearance,
  draw: (title: string, rows: readonly ScoreRow[], dotsAfter: number | undefined) => string,
): string[] {
  const { rows: screen, width } = appearance;
  const linesBelow = wrap(below.join("\n\n"), width).split("\n").length;
  const most =
    screen === undefined
      ? MAX_ROWS
      : Math.max(
          MIN_ROWS,
          Math.floor((screen - linesBelow - PROMPT_ROWS) / lists.length) - BESIDE_LIST,
        );
  return lists.map(({ title, groups }) => {
    const models = groups[0]!.length;
    const { head, tail } = headAndTail(groups.length, Math.floor(most / models));
    const shown = [...groups.slice(0, head), ...groups.slice(groups.length - tail)].flat();
    const text = draw(title, shown, tail > 0 ? head * models : undefined);
    const left = groups.length - head - tail;
    if (left === 0) return text;
    const more = title === "step" ? counted(left, "more step") : `${formatCount(left)} more series`;
    return `${text}\n${paint(appearance).dim(`and ${more}: --format csv has them`)}`;
  });
}

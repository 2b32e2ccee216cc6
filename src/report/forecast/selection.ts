import type { CandidateSelection, Selection } from "../../models/model.js";
import { type Appearance, paint } from "../text/appearance.js";
import { formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";

/** Candidates that are named in the line; the others are counted. */
const NAMED = 6;

/** What a combination did, in a line for each kind of series: `auto: theta .45, ets .55, by 5 origins`. */
export function selectionSummary(label: string, selection: readonly Selection[]): string {
  return selection
    .map((one) => {
      const { series, kind, origins, candidates, columns, columnsUsed } = one;
      const used = candidates
        .filter(({ weight }) => weight > 0)
        .sort((a, b) => b.weight - a.weight);
      const named = used
        .slice(0, NAMED)
        .map(
          (candidate) =>
            `${nameOf(candidate)} ${formatNumber(candidate.weight, 2).replace(/^0/, "")}`,
        );
      const rest = used.length > NAMED ? [`${used.length - NAMED} more`] : [];
      const of =
        selection.length > 1
          ? ` (${formatCount(series)} ${kind === "intermittent" ? "intermittent" : "other"} series)`
          : "";
      const by =
        origins > 0
          ? `by ${origins} origin${origins === 1 ? "" : "s"}`
          : "too short to compare them";
      return `${label}${of}: ${[...named, ...rest, by].join(", ")}${columnsInWords(columns, columnsUsed)}`;
    })
    .join("\n");
}

function columnsInWords(columns: readonly string[], used: boolean): string {
  if (columns.length === 0) return "";
  const names = `${columns
    .slice(0, 5)
    .map((name) => printable(name))
    .join(", ")}${columns.length > 5 ? ` and ${columns.length - 5} more` : ""}`;
  return used ? `; uses ${names}` : `; ${names} did not help`;
}

/** Steps whose errors are shown, at most. */
const STEPS = 4;

/** The candidates of a combination: weights, errors and what they took. */
export function selectionTable(
  label: string,
  selection: readonly Selection[],
  appearance: Appearance,
): string {
  const chalk = paint(appearance);
  return selection
    .map(({ kind, series, candidates }) => {
      const horizon = candidates.reduce((most, { steps }) => Math.max(most, steps.length), 0);
      const shown = stepsShown(horizon);
      const digits = (value: number | undefined) =>
        value === undefined || Number.isNaN(value) ? "" : formatNumber(value, 3, appearance.plain);
      return [
        `${chalk.bold(label)}, ${formatCount(series)} ${kind} series; errors in units of the candidates' mean:`,
        table(
          [
            { title: "candidate" },
            { title: "weight", align: "right" },
            { title: "error", align: "right" },
            ...shown.map((h) => ({ title: `step ${h}`, align: "right" as const })),
            { title: "seconds", align: "right" },
          ],
          [...candidates]
            .sort((a, b) => b.weight - a.weight)
            .map((one) => [
              one.failure === undefined ? nameOf(one) : `${nameOf(one)}: ${one.failure}`,
              digits(one.weight),
              digits(one.loss),
              ...shown.map((h) => digits(one.steps[h - 1])),
              one.seconds === undefined ? "" : formatNumber(one.seconds, 2, appearance.plain),
            ]),
          appearance,
        ),
      ].join("\n");
    })
    .join("\n\n");
}

function stepsShown(horizon: number): number[] {
  if (horizon <= STEPS) return Array.from({ length: horizon }, (_, h) => h + 1);
  return Array.from({ length: STEPS }, (_, k) => 1 + Math.round((k * (horizon - 1)) / (STEPS - 1)));
}

function nameOf({ spec, columns }: CandidateSelection): string {
  return columns ? `${spec} with columns` : spec;
}

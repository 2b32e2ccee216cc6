import { type Compared, LEVELS, type Level, levelOf } from "../../evaluation/check/findings.js";

/** Everything `foretell check` has to say, before it becomes a table, JSON, XML or Markdown. */
export interface RegressionReport {
  readonly version: string;
  readonly baseline: {
    readonly file: string;
    /** Undefined when there was none yet. */
    readonly text: string | undefined;
    /** Version of foretell that wrote it. */
    readonly version: string | undefined;
  };
  readonly compared: readonly Compared[];
  /** True when the baseline is being written, so that differences are news rather than failures. */
  readonly update: boolean;
}

/** How many there are of each level. */
export function counts({ compared }: RegressionReport): [level: Level, count: number][] {
  return LEVELS.map((level): [Level, number] => [
    level,
    compared.filter(({ findings }) => levelOf(findings) === level).length,
  ]).filter(([, count]) => count > 0);
}

/** `12 entries against forecasts.json: 1 failed, 11 the same`. */
export function verdict(report: RegressionReport): string {
  const { baseline, compared } = report;
  const entries = `${compared.length} entr${compared.length === 1 ? "y" : "ies"}`;
  const parts = counts(report).map(([level, count]) => `${count} ${WORDS[level]}`);
  return `${entries} against ${baseline.file}: ${parts.join(", ")}`;
}

const WORDS: Record<Level, string> = {
  fail: "failed",
  warn: "with warnings",
  changed: "changed",
  improved: "improved",
  same: "the same",
};

/** One line on a model of which there is nothing to tell: its metrics of first interest. */
export function describeUnchanged({ metrics, reasons = {} }: Compared): string {
  return ["mase", "smape"]
    .flatMap((name) => {
      if (typeof metrics[name] === "number") return [`${name} ${metrics[name]}`];
      return reasons[name] === undefined ? [] : [`${name} not defined (${reasons[name]})`];
    })
    .join(", ");
}

/** The findings of a model, the worst first. */
export function messagesOf(compared: Compared): string[] {
  const { findings } = compared;
  if (findings.length === 0) return [describeUnchanged(compared)];
  return LEVELS.flatMap((level) =>
    findings.filter((finding) => finding.level === level).map(({ message }) => message),
  );
}

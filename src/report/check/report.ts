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

/** Whether there was no baseline yet, so that there was nothing to compare with. */
export function isFirst({ baseline, update }: RegressionReport): boolean {
  return update && baseline.text === undefined;
}

/** The verdict on an entry, in a word. */
export function verdictOf(compared: Compared, report: RegressionReport): string {
  return isRecorded(compared, report) ? "recorded" : levelOf(compared.findings);
}

/** Whether all there is to tell of an entry is that a first baseline has it. */
function isRecorded({ findings }: Compared, report: RegressionReport): boolean {
  return isFirst(report) && findings.every(({ kind }) => kind === "missing");
}

/** `12 entries against forecasts.json: 1 failed, 11 the same`. */
export function verdict(report: RegressionReport): string {
  const { baseline, compared } = report;
  // What there is to say of the data is no entry.
  const models = compared.filter(({ model }) => model !== undefined);
  const data = compared.filter(({ model }) => model === undefined);
  const entries = `${models.length} entr${models.length === 1 ? "y" : "ies"}`;
  if (compared.every((one) => isRecorded(one, report))) {
    return `${entries} recorded: there was no baseline yet to compare with`;
  }
  const words = (some: readonly Compared[]) =>
    counts({ ...report, compared: some }).map(([level, count]) => `${count} ${WORDS[level]}`);
  const ofData = words(data).map((word) =>
    word.replace(/^\d+/, (count) => `the data of ${count} source${count === "1" ? "" : "s"}`),
  );
  return `${entries} against ${baseline.file}: ${[...words(models), ...ofData].join(", ")}`;
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
export function messagesOf(compared: Compared, report: RegressionReport): string[] {
  const { findings } = compared;
  if (findings.length === 0 || isRecorded(compared, report)) return [describeUnchanged(compared)];
  return LEVELS.flatMap((level) =>
    findings.filter((finding) => finding.level === level).map(({ message }) => message),
  );
}

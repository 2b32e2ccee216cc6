import { UsageError } from "../../errors.js";
import { suggestion } from "../../suggest.js";

/**
 * What a rule is about, written `metric`, `model/metric`, `metric@series` or `model/metric@series`:
 * a metric of each model, or of one by name or spec; the mean over series, or one of them.
 */
export interface Selector {
  readonly model?: string;
  /** `*`: all of them. */
  readonly metric: string;
  readonly series?: string;
}

/** How much worse than the baseline a metric may be: by `absolute` + `relative` · |baseline|. */
export interface Tolerance extends Selector {
  readonly text: string;
  readonly absolute: number;
  readonly relative: number;
}

/** What a metric must be, whatever the baseline says. */
export interface Requirement extends Selector {
  readonly text: string;
  holds(value: number): boolean;
}

/** How many times as long as Naive2 a model may take. */
export interface TimeBudget {
  readonly text: string;
  readonly model: string;
  readonly ratio: number;
}

/** What a model must keep to beside its baseline. */
export interface Rules {
  /** The last one that fits a metric counts; without any, nothing may be worse at all. */
  readonly tolerances: readonly Tolerance[];
  /** As `tolerances`, but beyond these is a warning. */
  readonly warnings: readonly Tolerance[];
  readonly requirements: readonly Requirement[];
  readonly budgets: readonly TimeBudget[];
  /** Whether tolerances without a series are meant for each series besides the mean. */
  readonly perSeries: boolean;
  /** Whether forecasts must be the same to the last bit. */
  readonly exact: boolean;
}

/** Rules as they are written on the command line and in a baseline. */
export interface RuleTexts {
  readonly tolerance?: string;
  readonly warn?: string;
  readonly require?: readonly string[];
  readonly timeBudget?: string;
  readonly perSeries?: boolean;
  readonly exact?: boolean;
}

/**
 * Reads all rules, each as its own option on the command line.
 *
 * @example
 * const { tolerances } = parseRules({ tolerance: "mase=2%,lstm/rmse=0.5" });
 * tolerances.length; // 2
 *
 * @throws UsageError for a rule that cannot be read, with the offending part underlined
 */
export function parseRules(texts: RuleTexts): Rules {
  const { tolerance, warn, require = [], timeBudget, perSeries, exact } = texts;
  return {
    tolerances: tolerance === undefined ? [] : parseTolerances(tolerance),
    warnings: warn === undefined ? [] : parseTolerances(warn),
    requirements: require.map(parseRequirement),
    budgets: timeBudget === undefined ? [] : parseTimeBudgets(timeBudget),
    perSeries: perSeries === true,
    exact: exact === true,
  };
}

/**
 * Reads `mase=2%,rmse=0.5,lstm/smape=0.1+1%`, or `*=1%` for all metrics.
 *
 * @throws UsageError with the offending part underlined
 */
export function parseTolerances(text: string): Tolerance[] {
  return items(text).map(({ item, column }) => {
    const parts = /^(.*)=\s*(?:([\d.]+(?:e[-+]?\d+)?)\s*(?:\+|$))?\s*(?:([\d.]+)%)?\s*$/i.exec(
      item,
    );
    const [, what = "", absolute, relative] = parts ?? [];
    const amounts = [Number(absolute ?? 0), Number(relative ?? 0) / 100] as const;
    const selector = parseSelector(what);
    const given = absolute !== undefined || relative !== undefined;
    if (!parts || !selector || !given || amounts.some(Number.isNaN)) {
      throw wrong(text, item, column, `"${item}" is not a tolerance`, "Write mase=2% or rmse=0.5.");
    }
    return { text: item, ...selector, absolute: amounts[0], relative: amounts[1] };
  });
}

/**
 * Reads `mase<=1.05`, `lstm/smape@store-7 < 12` or `coverage-80 in 0.7..0.9`.
 *
 * @throws UsageError
 */
export function parseRequirement(text: string): Requirement {
  const number = "([-+]?[\\d.]+(?:e[-+]?\\d+)?)";
  const parts = new RegExp(
    `^(.+?)\\s*(?:(<=|>=|<|>)\\s*${number}|\\s+in\\s+${number}\\s*\\.\\.\\s*${number})$`,
    "i",
  ).exec(text.trim());
  const [, what = "", operator, bound, from, to] = parts ?? [];
  const selector = parseSelector(what);
  const [limit, low, high] = [Number(bound), Number(from), Number(to)];
  const within = operator === undefined;
  const readable = within ? low <= high : !Number.isNaN(limit);
  if (!selector || selector.metric === "*" || !readable) {
    throw wrong(
      text,
      text,
      1,
      `"${text}" is not a requirement`,
      "Write 'mase<=1.05', 'lstm/mase@series<1' or 'coverage-80 in 0.7..0.9'.",
    );
  }
  const holds: Record<string, (value: number) => boolean> = {
    "<=": (value) => value <= limit,
    ">=": (value) => value >= limit,
    "<": (value) => value < limit,
    ">": (value) => value > limit,
  };
  return {
    text: text.trim(),
    ...selector,
    holds: within ? (value) => value >= low && value <= high : holds[operator],
  };
}

/**
 * Reads `lstm=5000x,gru=4000x`.
 *
 * @throws UsageError with the offending part underlined
 */
export function parseTimeBudgets(text: string): TimeBudget[] {
  return items(text).map(({ item, column }) => {
    const [, model, times] = /^(.+)=\s*([\d.]+)x?\s*$/i.exec(item) ?? [];
    const ratio = Number(times);
    if (model === undefined || !(ratio > 0)) {
      throw wrong(text, item, column, `"${item}" is not a time budget`, "Write lstm=5000x.");
    }
    return { text: item, model: model.trim(), ratio };
  });
}

/**
 * Makes sure that every rule is about something: one that never applies would pass for ever.
 *
 * @throws UsageError that names what is unknown, with the nearest name
 */
export function requireKnown(
  { tolerances, warnings, requirements, budgets }: Rules,
  known: {
    readonly models: readonly string[];
    readonly metrics: readonly string[];
    readonly series: readonly string[];
  },
): void {
  const check = (rule: string, kind: string, word: string, words: readonly string[]) => {
    const shown = `There are ${words.slice(0, 12).join(", ")}${words.length > 12 ? ", …" : ""}.`;
    throw new UsageError(
      `rule "${rule}": there is no ${kind} "${word}"`,
      suggestion(word, words) ?? shown,
    );
  };
  for (const { text, model, metric, series } of [...tolerances, ...warnings, ...requirements]) {
    if (metric !== "*" && !known.metrics.includes(metric)) {
      check(text, "metric", metric, known.metrics);
    }
    if (model !== undefined && !known.models.some((spec) => isModel(spec, model))) {
      check(text, "model", model, known.models);
    }
    if (series !== undefined && !known.series.includes(series)) {
      check(text, "series", series, known.series);
    }
  }
  for (const { text, model } of budgets) {
    if (!known.models.some((spec) => isModel(spec, model)))
      check(text, "model", model, known.models);
  }
}

/**
 * Whether a rule is about a metric of a model.
 *
 * @param names what its series is called, `*` for the mean; an only series is called both
 */
export function applies(
  rule: Selector,
  spec: string,
  metric: string,
  names: readonly string[],
  perSeries: boolean,
): boolean {
  return (
    (rule.metric === "*" || rule.metric === metric) &&
    (rule.model === undefined || isModel(spec, rule.model)) &&
    (rule.series === undefined ? perSeries || names.includes("*") : names.includes(rule.series))
  );
}

/** Whether a model is meant by its name or its spec. */
export function isModel(spec: string, word: string): boolean {
  return spec === word || spec.split(":")[0] === word;
}

function parseSelector(text: string): Selector | undefined {
  const [, model, metric, series] =
    /^(?:(.+)\/)?(\*|[a-z][a-z0-9.-]*)(?:@(.+))?$/i.exec(text.trim()) ?? [];
  if (metric === undefined) return undefined;
  return {
    metric: metric.toLowerCase(),
    ...(model !== undefined && { model }),
    ...(series !== undefined && { series }),
  };
}

/** The parts between commas, so that a spec with commas cannot be in one. */
function items(text: string): { item: string; column: number }[] {
  let column = 1;
  return text.split(",").map((part) => {
    const start = column + (part.length - part.trimStart().length);
    column += part.length + 1;
    return { item: part.trim(), column: start };
  });
}

function wrong(
  text: string,
  item: string,
  column: number,
  message: string,
  hint: string,
): UsageError {
  return new UsageError(message, hint, { text, column, width: Math.max(1, item.length) });
}

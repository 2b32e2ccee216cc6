import type { LabeledModel } from "../evaluation/forecast.js";
import { SAID_BEFORE } from "../models/model.js";
import { firstFew } from "../wording.js";

/** A warning that several models or series share. */
interface Kind {
  /** The first message of the kind. */
  readonly message: string;
  readonly models: Set<string>;
  readonly series: Set<string>;
}

/** Warnings of models that are said together when all are fitted, each kind of them once. */
export interface GatheredWarnings {
  /** The models, whose fits warn here instead. */
  from<M extends LabeledModel>(models: readonly M[]): M[];
  /** A warning of a model that was fitted elsewhere. */
  hear(label: string, message: string): void;
  /** Says what was gathered. */
  say(): void;
}

/**
 * Gathers warnings that differ only in model, series and numbers: eighteen models on a short series, or a
 * model on a thousand of them, would else print the same line again and again.
 */
export function gatherWarnings(warn: (message: string) => void): GatheredWarnings {
  const kinds = new Map<string, Kind>();
  const add = (label: string, name: string, message: string) => {
    const series = /series "([^"]*)"/.exec(message)?.[1];
    const key = message
      .replace(PREFIX, "<model>: ")
      .replace(wordOf(label), "<model>")
      .replace(wordOf(name), "<model>")
      .replace(/series "[^"]*"/g, "<series>")
      .replace(/\d+/g, "#");
    const kind = kinds.get(key) ?? { message, models: new Set(), series: new Set() };
    kinds.set(key, kind);
    kind.models.add(label);
    if (series !== undefined) kind.series.add(series);
  };
  return {
    from: (models) =>
      models.map((one) => {
        const { label, model } = one;
        const hear = (message: string) => add(label, model.name, message);
        return {
          ...one,
          model: {
            ...model,
            fit: (panel, context) =>
              model.fit(panel, {
                ...context,
                warn: context.warn === SAID_BEFORE ? SAID_BEFORE : hear,
              }),
          },
        };
      }),
    hear: (label, message) => add(label, label, message),
    say() {
      for (const { message, models, series } of kinds.values()) {
        const counted = message.replace(
          / of series "([^"]*)" are /,
          ` of ${series.size} series, such as $1, are `,
        );
        const isCounted = series.size > 1 && counted !== message;
        const whose = [
          ...(models.size > 1 ? [`${models.size} models: ${firstFew([...models])}`] : []),
          ...(series.size > 1 && !isCounted ? [`${series.size} series`] : []),
        ];
        const whole = isCounted ? counted : message;
        const said = models.size > 1 ? whole.replace(PREFIX, "") : whole;
        warn(whose.length > 0 ? `${said} (${whose.join("; ")})` : said);
      }
      kinds.clear();
    },
  };
}

/** The model that speaks, which may be one within another: `ets: ` of `mstl` too. */
const PREFIX = /^[\w-]+: /;

/** A name where it stands by itself: "ar" is no part of "are". */
function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[^\w-]/g, "\\$&")}(?![\\w-])`, "g");
}

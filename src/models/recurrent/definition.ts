import { UsageError } from "../../errors.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import type { ModelDefinition } from "../model.js";
import { type TrainingChoices, trainingOptions } from "../neural/training-options.js";
import { windowModel } from "../neural/window-forecaster.js";
import type { Cell } from "./cell.js";
import { declareForecaster, decodeOption } from "./forecaster.js";
import { checkOnline, learnOptions, type OnlineCellChoices, onlineModel } from "./online.js";
import { type StackOptions, stackOptions } from "./stack.js";

/** A recurrent model's definition, which also builds its bare cell, for gradient readings and tests. */
export interface RecurrentDefinition<Schema extends OptionSchema> extends ModelDefinition<Schema> {
  /** @param options as for `create` */
  cell(options: OptionValues<Schema>): Cell;
}

/** A definition whose options are those of every recurrent model, and more. */
export type AnyRecurrent = RecurrentDefinition<CommonOptions>;

type CommonOptions = typeof stackOptions &
  typeof decodeOption &
  typeof learnOptions &
  typeof trainingOptions;

export function isRecurrent(definition: object): definition is AnyRecurrent {
  return "cell" in definition;
}

/** A recurrent forecaster around a kind of cell. */
export function recurrentModel<const Own extends OptionSchema>({
  name,
  summary,
  options: own,
  cell,
  online,
}: {
  name: string;
  summary: string;
  options: Own;
  cell: (chosen: OptionValues<Own>) => Cell;
  /** The cell for online learning, and which of its own options apply there; absent for cells without. */
  online?: {
    readonly options: readonly (keyof Own & string)[];
    readonly cell: (chosen: OptionValues<Own>, hidden: number) => OnlineCellChoices;
  };
}) {
  const options = {
    ...stackOptions,
    ...own,
    ...decodeOption,
    ...learnOptions,
    ...trainingOptions,
  };
  const cellOf = (chosen: OptionValues<typeof options>) => cell(chosen as OptionValues<Own>);
  return {
    name,
    summary,
    options,
    speed: "slow" as const,
    exogenous: true,
    static: true,
    cell: cellOf,
    create(chosen) {
      const common = chosen as OptionValues<CommonOptions>;
      const { decode } = common;
      if (common.learn !== "bptt") {
        if (!online) {
          throw new UsageError(
            `${name} learns by backpropagation through time only, not by learn=${common.learn}`,
            "lstm, lstm97, gru and rnn can learn step by step.",
          );
        }
        checkOnline(name, options, online.options, chosen);
        const kind = online.cell(chosen as OptionValues<Own>, common.hidden);
        return onlineModel(name, kind, common);
      }
      const kind = cellOf(chosen);
      return windowModel(name, {
        options: chosen as TrainingChoices,
        recursive: decode === "recursive",
        build: (shape) => declareForecaster(kind, chosen as StackOptions, decode, shape),
      });
    },
  } satisfies RecurrentDefinition<typeof options>;
}

import type { OptionSchema, OptionValues } from "../../spec/options.js";
import type { ModelDefinition } from "../model.js";
import type { Network, NetworkShape } from "./network.js";
import { type TrainingChoices, type TrainingSchema, trainingOptions } from "./training-options.js";
import { windowModel } from "./window-forecaster.js";

/** A definition that also builds its bare network, for gradient readings and tests. */
export interface NetworkDefinition<Schema extends OptionSchema> extends ModelDefinition<Schema> {
  /** @param options as for `create` */
  network(options: OptionValues<Schema>, shape: NetworkShape): Network;
}

export function isNetwork(definition: object): definition is NetworkDefinition<TrainingSchema> {
  return "network" in definition;
}

/** A model around a network that forecasts all steps at once. */
export function networkModel<const Own extends OptionSchema>({
  name,
  summary,
  options: own,
  check,
  declare,
  notice,
  receptiveField,
  observing = false,
  tellsApart,
  patience = trainingOptions.patience.default,
}: {
  name: string;
  summary: string;
  options: Own;
  /** @throws UsageError for options that exclude each other */
  check?: (chosen: OptionValues<Own>) => void;
  declare: (chosen: OptionValues<Own>, shape: NetworkShape) => Network;
  /** What is odd about these options for a network of this shape. */
  notice?: (chosen: OptionValues<Own>, shape: NetworkShape) => string | undefined;
  /** Steps back that the network sees, where that can differ from the window. */
  receptiveField?: (chosen: OptionValues<Own>, shape: NetworkShape) => number;
  /** Whether the network gets an observation mask. */
  observing?: boolean;
  /** Whether the network gets the series of each window as an input. */
  tellsApart?: (chosen: OptionValues<Own>) => boolean;
  /** Default number of epochs without a better validation loss before training stops. */
  patience?: number;
}) {
  const waits = { ...trainingOptions.patience, default: patience };
  const options = { ...own, ...trainingOptions, patience: waits };
  return {
    name,
    summary,
    options,
    speed: "slow" as const,
    exogenous: true,
    static: true,
    network: (chosen, shape) => declare(chosen as OptionValues<Own>, shape),
    create(chosen) {
      const mine = chosen as OptionValues<Own>;
      check?.(mine);
      return windowModel(name, {
        options: chosen as TrainingChoices,
        recursive: false,
        observing,
        tellsApart: tellsApart?.(mine) ?? false,
        build: (shape) => declare(mine, shape),
        ...(receptiveField && { receptiveField: (shape) => receptiveField(mine, shape) }),
        ...(notice && { notice: (shape) => notice(mine, shape) }),
      });
    },
  } satisfies NetworkDefinition<typeof options>;
}

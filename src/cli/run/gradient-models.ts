import type { Activation } from "../../engine/recurrent/sequence.js";
import { UsageError } from "../../errors.js";
import { findModel, models } from "../../models/index.js";
import type { ModelDefinition } from "../../models/model.js";
import { isNetwork } from "../../models/neural/definition.js";
import type { Network, NetworkShape } from "../../models/neural/network.js";
import type { TrainingChoices } from "../../models/neural/training-options.js";
import { isRecurrent } from "../../models/recurrent/definition.js";
import { declareLongLagNetwork } from "../../models/recurrent/long-lag-task.js";
import type { GradientsReport } from "../../report/gradients/report.js";
import { parseSpec, type Spec, specError } from "../../spec/grammar.js";
import { bindOptions } from "../../spec/options.js";
import type { DataOptions, Format, GlobalOptions } from "../shared/options.js";

export interface GradientsOptions extends DataOptions, GlobalOptions {
  readonly model?: string[];
  readonly steps?: number[];
  readonly activations?: boolean;
  readonly residual?: boolean;
  readonly highway?: boolean;
  readonly gates?: boolean;
  readonly horizon?: number;
  readonly seed: number;
  readonly format?: Format;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

/** A network whose gradient is tracked. */
export interface TrackedModel {
  /** The model's name, or its spec where the name alone would not be unique. */
  readonly model: string;
  /** Label in charts. */
  readonly label: string;
  readonly definition: ModelDefinition;
  readonly options: Parameters<ModelDefinition["create"]>[0] & TrainingChoices;
  /** For the long-lag task: nothing leads past its layers. */
  network(shape: NetworkShape): Network;
  /** True when the spec names the option itself. */
  names(option: string): boolean;
}

const CELLS = ["rnn", "lstm97", "lstm", "gru"];
/** From the smallest derivative to the one that does not saturate. */
const ACTIVATIONS: readonly Activation[] = ["sigmoid", "tanh", "scaled-tanh", "relu"];
/** Layers of a stack whose depth is of interest. */
const DEFAULT_DEPTH = 8;

type Choices = Pick<GradientsOptions, "model" | "activations" | "residual" | "highway">;

/**
 * The models to compare, and by what they differ.
 *
 * @throws UsageError for a wrong spec, a model that is no network, or questions that exclude each other
 */
export function trackedModels({
  model: specs,
  activations: byActivation,
  residual,
  highway,
}: Choices): {
  comparison: GradientsReport["comparison"];
  tracked: TrackedModel[];
} {
  const byConnection = residual || highway;
  if (byActivation && byConnection) {
    throw new UsageError(
      "--activations cannot be combined with --residual or --highway",
      "Use one at a time.",
    );
  }
  if (byActivation) {
    const [base = "rnn", ...more] = specs ?? [];
    const spec = parseSpec(base);
    if (more.length > 0 || spec.name.text !== "rnn" || names(spec, "activation")) {
      throw new UsageError(
        "--activations compares the activations of one rnn",
        "Give its other options with -m, such as -m rnn:hidden=16, or leave -m out.",
      );
    }
    return {
      comparison: "activations",
      tracked: ACTIVATIONS.map((activation) => ({
        ...track(withOption(base, "activation", activation)),
        label: activation,
      })),
    };
  }
  if (byConnection) {
    const connections = [
      "none",
      ...(residual ? ["residual"] : []),
      ...(highway ? ["highway"] : []),
    ];
    const bases = specs ?? ["lstm"];
    return {
      comparison: "connections",
      tracked: bases.flatMap((base) => {
        const spec = parseSpec(base);
        if (names(spec, "connection")) {
          throw new UsageError(`${base} names its connection, and --residual and --highway do too`);
        }
        const { options: schema } = findModel(spec.name.text, { text: base, part: spec.name });
        if (!("connection" in schema)) {
          throw new UsageError(`${spec.name.text} has no connections to compare`);
        }
        const depth = "layers" in schema ? "layers" : "blocks";
        const deep = names(spec, depth) ? base : withOption(base, depth, String(DEFAULT_DEPTH));
        return connections.map((connection) => ({
          ...track(withOption(deep, "connection", connection)),
          label: bases.length === 1 ? connection : `${base} ${connection}`,
        }));
      }),
    };
  }
  const tracked = (specs ?? CELLS).map((spec) => track(spec));
  return {
    comparison: "cells",
    tracked: tracked.map((one, i) => {
      if (tracked.findIndex(({ model }) => model === one.model) !== i) {
        throw new UsageError(`model ${one.model} is given twice`);
      }
      const { name } = one.definition;
      const alone = tracked.filter(({ definition }) => definition.name === name).length === 1;
      return alone ? { ...one, model: name, label: name } : one;
    }),
  };
}

function track(text: string): TrackedModel {
  const spec = parseSpec(text);
  const definition = findModel(spec.name.text, { text, part: spec.name });
  const common = { model: text, label: text, names: (option: string) => names(spec, option) };
  if (isRecurrent(definition)) {
    const options = bindOptions(spec, definition.options);
    const network = () => declareLongLagNetwork(definition.cell(options), options);
    return { ...common, definition, options, network };
  }
  if (isNetwork(definition)) {
    const options = bindOptions(spec, definition.options);
    const alone = { ...options, ...("linear" in options && { linear: false }) };
    return {
      ...common,
      definition,
      options,
      network: (shape) => definition.network(alone, shape),
    };
  }
  const networks = models.filter((m) => isRecurrent(m) || isNetwork(m)).map(({ name }) => name);
  throw specError(
    text,
    spec.name,
    `${definition.name} has no network for a gradient to flow through`,
    `The networks are ${networks.join(", ")}.`,
  );
}

function names({ options }: Spec, option: string): boolean {
  return options.some(({ key }) => key.text === option);
}

function withOption(spec: string, name: string, value: string): string {
  return `${spec}${spec.includes(":") ? "," : ":"}${name}=${value}`;
}

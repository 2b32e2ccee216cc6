import { kernelsBase64 } from "../engine/kernels/binary.js";
import { analogue as analogueFeatures } from "../features/analogue.js";
import { models } from "../models/index.js";
import type { ModelDefinition } from "../models/model.js";
import { definitions as all } from "../models/registry/definitions.js";
import { analogue } from "./stand-ins/analogue.js";
import { definitions } from "./stand-ins/definitions.js";
import { provideKernels } from "./stand-ins/kernels.js";

/** Adds the engine and the models that need it: a browser begins without them. */
export function addEngine(): void {
  provideKernels(kernelsBase64);
  Object.assign(analogue, analogueFeatures);
  definitions.splice(0, definitions.length, ...all);
  // `auto` stands first.
  (models as ModelDefinition[]).splice(1, models.length, ...all);
}

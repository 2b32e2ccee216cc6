/**
 * Reading, all models, evaluation and pictures, without anything of Node.
 *
 * @module foretell/browser
 */

import { addEngine } from "./engine.js";

export { decodeModels, encodeModels } from "../models/file/several.js";
export {
  forecastStream,
  forecastTransform,
  type Observation,
  type StreamedForecast,
  type StreamOptions,
} from "../tasks/stream.js";
export * from "./statistical.js";

addEngine();

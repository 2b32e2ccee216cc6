/** `foretell/browser`: reading, all models, evaluation and pictures, without anything of Node. */

import { addEngine } from "./engine.js";

export * from "./statistical.js";

addEngine();

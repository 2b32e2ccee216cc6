/**
 * Tables and panels as DataFrames of danfojs-node, which is loaded at the first
 * call of any of these functions, not when they are imported.
 *
 * @module foretell/frame
 */

export type { Description } from "../data/frame/describe.js";
export type { DataFrame } from "../data/frame/frame.js";
export {
  danfojs,
  describe,
  describeBy,
  forecastToFrame,
  joinTables,
  panelFromFrame,
  readTable,
  toDataFrame,
} from "../data/frame/lazy.js";

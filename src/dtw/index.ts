/** Dynamic time warping: distances, paths, search, averages. */

export { dtwBarycentre } from "./barycentre.js";
export { distanceMatrix, dtwDistance, type Sequence, type WarpOptions } from "./distance.js";
export { type Envelope, envelope, keoghBound, kimBound } from "./lower-bounds.js";
export { type Match, nearestSubsequences, type SearchOptions } from "./nearest-subsequences.js";
export { dtwPath, type WarpPath } from "./path.js";
export { softDtw } from "./soft-dtw.js";
export type { WarpWindow } from "./window.js";
export { zNormalise } from "./z-normalize.js";

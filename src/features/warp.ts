/** Dynamic time warping: distances, paths, search, averages. */

export { dtwBarycentre } from "./warp/barycentre.js";
export { type Envelope, envelope, keoghBound, kimBound } from "./warp/bounds.js";
export { distanceMatrix, dtwDistance, type Sequence, type WarpOptions } from "./warp/distance.js";
export { dtwPath, type WarpPath } from "./warp/path.js";
export { type Match, nearestSubsequences, type SearchOptions } from "./warp/search.js";
export { softDtw } from "./warp/soft.js";
export type { WarpWindow } from "./warp/window.js";
export { zNormalise } from "./warp/z-normalise.js";

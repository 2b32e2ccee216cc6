/**
 * Dynamic time warping. Distances, paths, lower bounds, search and averages.
 *
 * @module foretell/dtw
 */

export * from "../dtw/index.js";

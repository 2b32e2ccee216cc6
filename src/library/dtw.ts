/** `foretell/dtw`: dynamic time warping. Distances, paths, lower bounds, search and averages. */

export * from "../dtw/index.js";

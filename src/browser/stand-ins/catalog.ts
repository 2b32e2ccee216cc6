import type { Dataset } from "../../data/source/catalog.js";

// Bundled datasets are files beside the program, which a browser does not have.

export const datasets = (): readonly Dataset[] => [];
export const findDataset = (): undefined => undefined;
export const datasetPath = (): undefined => undefined;

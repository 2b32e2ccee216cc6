// Only text and files have columns without names: browsers load these with what reads them.
export { timesOfUnnamedParts } from "./parts.js";

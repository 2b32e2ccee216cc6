import type { Parameters } from "../../engine/parameters.js";
import type { RecurrentLayer } from "../neural/network.js";

/** A kind of recurrent cell. */
export interface Cell {
  /** Declares the weights of one layer from `input` values a step to `hidden` cells. */
  declare(parameters: Parameters, name: string, input: number, hidden: number): RecurrentLayer;
}

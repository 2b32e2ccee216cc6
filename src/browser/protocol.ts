import type { Excerpt, SourceLocation } from "../errors.js";
import type { BrowserData } from "./forecast.js";

// What a page and its worker say to each other.

/** A task, or that one is to end. */
export type Order = Asked | { readonly id: number; readonly abort: true };

export interface Asked {
  readonly id: number;
  readonly task: "forecast" | "backtest" | "inspect";
  readonly data: BrowserData;
  /** Those that are data. */
  readonly options: object;
  /** Names of those that are functions. */
  readonly hears: readonly string[];
}

export type Answer =
  | { readonly id: number; readonly event: string; readonly payload: unknown }
  /** What functions of the result return stands under their names. */
  | { readonly id: number; readonly result: object }
  | { readonly id: number; readonly thrown: Thrown };

export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly location?: SourceLocation | undefined;
  readonly excerpt?: Excerpt | undefined;
}

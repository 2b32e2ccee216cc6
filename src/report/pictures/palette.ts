import type { Ink } from "./figure.js";

export interface Palette {
  readonly paper: string;
  readonly text: string;
  readonly faint: string;
  readonly grid: string;
  readonly history: string;
  readonly models: readonly string[];
}

/** Told apart by people who see colours differently, and dark enough on white. After Okabe & Ito (2008). */
export const LIGHT: Palette = {
  paper: "#ffffff",
  text: "#1f2328",
  faint: "#59636e",
  grid: "#e1e4e8",
  history: "#3d444d",
  models: ["#0063a8", "#b84a00", "#007a5a", "#9b3f86", "#7a5c00", "#4b4fc4"],
};

export const DARK: Palette = {
  paper: "#14171a",
  text: "#e6e9ec",
  faint: "#a3abb3",
  grid: "#30363d",
  history: "#c9d1d9",
  models: ["#5eb3f0", "#f2995c", "#4ccaa4", "#e08fcb", "#d9b84a", "#a3a6ff"],
};

/** Where colours are not printed, lines differ by their dashes; the first is drawn through. */
export const DASHES = [undefined, "7 3", "2 2.5", "9 3 2 3", "4 4", "12 3"] as const;

export function colorOf(ink: Ink, palette: Palette): string {
  if (ink === "history") return palette.history;
  if (ink === "muted") return palette.faint;
  return palette.models[ink % palette.models.length];
}

/** The CSS class of an ink, whose colour the picture's style gives. */
export function inkClass(ink: Ink): string {
  return typeof ink === "number" ? `m${ink % LIGHT.models.length}` : ink[0];
}

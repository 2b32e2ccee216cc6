import { describe, expect, it } from "vitest";
import { appearanceOf } from "../../../src/cli/shared/appearance.js";

const terminal = { isTTY: true, columns: 120 };
const pipe = { isTTY: false, columns: 0 };

describe("colour", () => {
  it.each([
    ["a terminal", terminal, true, {}, true],
    ["a pipe", pipe, true, {}, false],
    ["a terminal with --no-color", terminal, false, {}, false],
    ["a terminal with NO_COLOR", terminal, true, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", terminal, true, { NO_COLOR: "" }, true],
    ["a dumb terminal", terminal, true, { TERM: "dumb" }, false],
    ["a pipe with FORCE_COLOR", pipe, true, { FORCE_COLOR: "1" }, true],
    ["a terminal with FORCE_COLOR=0", terminal, true, { FORCE_COLOR: "0" }, false],
    ["FORCE_COLOR over NO_COLOR", pipe, true, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["a pipe with --color always", pipe, "always", { NO_COLOR: "1" }, true],
    ["a terminal with --color never", terminal, "never", { FORCE_COLOR: "1" }, false],
    ["a terminal with --color auto", terminal, "auto", {}, true],
    ["--no-color over FORCE_COLOR", terminal, false, { FORCE_COLOR: "1" }, false],
  ] as const)("on %s", (_, stream, color, env, expected) => {
    expect(appearanceOf(stream, { color }, env).color).toBe(expected);
  });
});

it.each([
  [{ LC_ALL: "C", LANG: "de_DE.UTF-8" }, true],
  [{ LANG: "POSIX" }, true],
  [{ LANG: "C.UTF-8" }, false],
  [{}, false],
])("the locale of %j has ASCII alone: %s", (env, expected) => {
  expect(appearanceOf(terminal, {}, env).plain).toBe(expected);
});

describe("width", () => {
  it.each([
    ["a terminal has its own", terminal, {}, 120],
    ["a pipe has COLUMNS", pipe, { COLUMNS: "100" }, 100],
    ["or 80", pipe, {}, 80],
    ["nonsense counts as 80", pipe, { COLUMNS: "wide" }, 80],
    ["none is below 40", { isTTY: true, columns: 5 }, {}, 40],
  ])("%s", (_, stream, env, expected) => {
    expect(appearanceOf(stream, { color: true }, env).width).toBe(expected);
  });
});

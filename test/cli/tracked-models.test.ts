import { describe, expect, it } from "vitest";
import { trackedModels } from "../../src/cli/run/gradient-models.js";

const labels = (asked: Parameters<typeof trackedModels>[0]) =>
  trackedModels(asked).tracked.map(({ label }) => label);

describe("the models whose gradient is tracked", () => {
  it("are the four cells when none is named", () => {
    expect(labels({})).toEqual(["rnn", "lstm97", "lstm", "gru"]);
  });

  it("are told apart by their specs where a name occurs twice", () => {
    expect(labels({ model: ["rnn", "gru", "rnn:hidden=8"] })).toEqual([
      "rnn",
      "gru",
      "rnn:hidden=8",
    ]);
  });

  it("are one stack under each connection asked for, eight layers deep unless it says otherwise", () => {
    const { tracked } = trackedModels({ model: ["gru"], residual: true });
    expect(tracked.map(({ label }) => label)).toEqual(["none", "residual"]);
    expect(tracked.map(({ options }) => options.layers)).toEqual([8, 8]);
    const deeper = trackedModels({ model: ["gru:layers=12"], highway: true }).tracked;
    expect(deeper.map(({ options }) => options.layers)).toEqual([12, 12]);
  });

  it.each([
    [{ model: ["gru:dropout=1"] }, "gru: dropout must be a number from 0 to 0.95"],
    [{ model: ["rnn:activation=relo"] }, "rnn: activation must be one of"],
    [{ model: ["naive"] }, "naive has no network"],
    [{ model: ["rnn", "rnn"] }, "model rnn is given twice"],
    [{ activations: true, model: ["lstm"] }, "--activations compares the activations of one rnn"],
    [{ activations: true, highway: true }, "cannot be combined"],
    [{ residual: true, model: ["rnn:connection=none"] }, "names its connection"],
  ])("of %j are refused", (asked, message) => {
    expect(() => trackedModels(asked)).toThrow(message);
  });
});

import { expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import type { Model } from "../../../src/models/model.js";
import { gatherWarnings } from "../../../src/tasks/gather-warnings.js";
import { panelOf } from "../../panels.js";

/** A naive forecast that warns. */
function warning(name: string, ...messages: string[]): { label: string; model: Model } {
  const naive = createModel("naive");
  const model: Model = {
    ...naive,
    name,
    fit: (panel, context) => {
      messages.forEach(context.warn);
      return naive.fit(panel, context);
    },
  };
  return { label: name, model };
}

async function said(...models: { label: string; model: Model }[]): Promise<string[]> {
  const messages: string[] = [];
  const warnings = gatherWarnings((message) => messages.push(message));
  const context = { horizon: 1, seed: 1, warn: (message: string) => messages.push(message) };
  for (const { model } of warnings.from(models)) await model.fit(panelOf([1, 2, 3]), context);
  expect(messages).toEqual([]);
  warnings.say();
  return messages;
}

it("a warning of one model and series is said as it is", async () => {
  expect(await said(warning("lstm", 'lstm: series "a" is short'))).toEqual([
    'lstm: series "a" is short',
  ]);
});

it("a kind of warning is said once, with the number of models", async () => {
  const models = ["lstm", "gru", "rnn"].map((name, k) =>
    warning(name, `${12 + k} past errors of ${name} are too few`),
  );
  expect(await said(...models)).toEqual([
    "12 past errors of lstm are too few (3 models: lstm, gru, rnn)",
  ]);
});

it("a kind of warning is said once, with the number of series", async () => {
  const hmm = warning("hmm", ...["a", "b", "c"].map((id) => `hmm: series "${id}" is too short`));
  expect(await said(hmm)).toEqual(['hmm: series "a" is too short (3 series)']);
});

it("warnings of different kinds stay apart", async () => {
  expect(await said(warning("ets", "ets is slow", "ets is short"))).toEqual([
    "ets is slow",
    "ets is short",
  ]);
});

it("a name that is part of another word is no name there", async () => {
  const models = ["lstm", "ar"].map((name) =>
    warning(name, `12 past errors of ${name} are too few`),
  );
  expect(await said(...models)).toEqual([
    "12 past errors of lstm are too few (2 models: lstm, ar)",
  ]);
});

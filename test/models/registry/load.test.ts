import { describe, expect, it } from "vitest";
import { models } from "../../../src/models/index.js";
import { loadModel } from "../../../src/models/registry/load.js";
import { namesOfAnyDates, STATISTICAL_NAMES } from "../../../src/models/registry/names.js";
import { statisticalDefinitions } from "../../../src/models/registry/statistical.js";

describe("a model that is loaded alone", () => {
  it("is the registry's, whichever it is", async () => {
    for (const model of models) {
      expect((await loadModel(model.name)).definition, model.name).toBe(model);
    }
  });

  it("has its options checked", async () => {
    const { create } = await loadModel("theta:hidden=3");
    expect(create).toThrow(/hidden/);
  });

  it("is not found with a word on the nearest one", async () => {
    await expect(loadModel("tehta")).rejects.toMatchObject({ hint: 'Did you mean "theta"?' });
  });
});

it("names the statistical models, and those that take any dates", () => {
  expect(STATISTICAL_NAMES).toEqual(statisticalDefinitions.map(({ name }) => name));
  expect(namesOfAnyDates()).toEqual(
    models.filter(({ irregular }) => irregular === true).map(({ name }) => name),
  );
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { DataError } from "../../../src/errors.js";
import { decodeContainer, encodeContainer } from "../../../src/models/file/container.js";
import {
  decodeModel,
  encodeModel,
  restoreModel,
  type SavedModel,
} from "../../../src/models/file/model-file.js";
import { readModel } from "../../../src/models/file/read.js";
import { decodeModels, encodeModels } from "../../../src/models/file/several.js";
import { createModel, models } from "../../../src/models/index.js";
import type { FittedModel, State } from "../../../src/models/model.js";

const quick = { horizon: 3, seed: 7, levels: [80], warn: () => {} };
const forecast = (fitted: FittedModel) => fitted.forecast(5, [80]);

async function saved(spec: string, source = "johnson-johnson"): Promise<SavedModel> {
  const panel = await readPanel(source, {}, () => {});
  const { state } = await createModel(spec).fit(panel, quick);
  return { ...quick, version: "0.1.0", spec, panel, state };
}

describe("a saved model", () => {
  it.each(models.map(({ name, options }) => ("epochs" in options ? `${name}:epochs=2` : name)))(
    "%s forecasts the same bytes as before",
    async (spec) => {
      const before = await saved(spec);
      const after = decodeModel(encodeModel(before), "m.foretell");
      expect(after.panel).toEqual(before.panel);
      expect(forecast(await restoreModel(after))).toEqual(
        forecast(createModel(spec).restore(before.state, before.panel)),
      );
    },
  );

  it("gives intervals of the levels it was saved with, unless others are requested", async () => {
    const fitted = await restoreModel({ ...(await saved("naive")), levels: [50, 90] });
    const levels = (requested?: number[]) =>
      fitted.forecast(1, requested)[0].intervals?.map(({ level }) => level);
    expect(levels()).toEqual([50, 90]);
    expect(levels([80])).toEqual([80]);
    expect(levels([])).toEqual([]);
  });

  it("forecasts what follows another panel", async () => {
    const model = await saved("naive");
    const [series] = model.panel.series;
    const y = series.y.map((value) => value + 1);
    const other = { ...model.panel, series: [{ ...series, y }] };
    const [one] = (await restoreModel(model, other)).forecast(1);
    expect(one.mean[0]).toBe(y[y.length - 1]);
  });

  it("keeps exogenous columns", async () => {
    const options = { target: ["drivers"], past: ["front"], future: ["law"] };
    const panel = await readPanel("seatbelts", options, () => {});
    const model = { ...(await saved("naive")), panel };
    expect(decodeModel(encodeModel(model), "m").panel).toEqual(panel);
  });

  it("keeps static columns, numbers as numbers and categories as texts", async () => {
    const model = await saved("naive");
    const columns = new Map<string, number | string>([
      ["size", 2.5],
      ["region", "north"],
    ]);
    const series = model.panel.series.map((one) => ({ ...one, static: columns }));
    const panel = { ...model.panel, series };
    expect(decodeModel(encodeModel({ ...model, panel }), "m").panel).toEqual(panel);
  });

  it("is the same bytes each time", async () => {
    const model = await saved("lstm:epochs=2");
    expect(encodeModel(decodeModel(encodeModel(model), "m"))).toEqual(encodeModel(model));
  });
});

describe("several saved models", () => {
  it("forecast as each does that is saved alone, with the panel in the file once", async () => {
    const alone = await Promise.all(["theta", "ets", "hmm", "lstm:epochs=2"].map((s) => saved(s)));
    const bytes = encodeModels(alone);
    const together = decodeModels(bytes, "m.foretell");
    expect(together.map(({ spec }) => spec)).toEqual(alone.map(({ spec }) => spec));
    for (const [m, model] of alone.entries()) {
      expect(forecast(await restoreModel(together[m]))).toEqual(
        forecast(await restoreModel(model)),
      );
    }
    const apart = alone.reduce((sum, model) => sum + encodeModel(model).length, 0);
    expect(bytes.length).toBeLessThan(apart - 2 * 8 * alone[0].panel.series[0].y.length);
    expect(encodeModels(decodeModels(bytes, "m"))).toEqual(bytes);
  });

  it("are a list of one for a file of one, whose bytes do not change", async () => {
    const model = await saved("naive");
    expect(encodeModels([model])).toEqual(encodeModel(model));
    expect(decodeModels(encodeModel(model), "m")).toEqual([decodeModel(encodeModel(model), "m")]);
  });

  it("are not taken for one", async () => {
    const bytes = encodeModels([await saved("naive"), await saved("drift")]);
    expect(() => decodeModel(bytes, "m")).toThrow(/it holds several models: naive and drift/);
  });

  it("have one panel and the same settings", async () => {
    const [naive, drift] = [await saved("naive"), await saved("drift")];
    expect(() => encodeModels([])).toThrow(/no models/);
    expect(() => encodeModels([naive, naive])).toThrow(/naive is given twice/);
    expect(() => encodeModels([naive, { ...drift, horizon: 9 }])).toThrow(/differ in horizon/);
    expect(() => encodeModels([naive, { ...drift, levels: [50] }])).toThrow(/differ in levels/);
    const other = await saved("drift", "nile");
    expect(() => encodeModels([naive, other])).toThrow(/naive and drift differ in their panels/);
  });

  it.each([
    ["models", null, /models must be a list/],
    ["models", [], /models is empty/],
    ["models/1/spec", "naive", /names one twice/],
    ["models/1/spec", 3, /models\[1\]\.spec/],
    ["models/1/features", "lag:1", /models\[1\]\.features/],
    ["panel/ids", [], /ids is empty/],
  ] as [string, State, RegExp][])("are refused for %s: %#", async (path, value, message) => {
    const whole = encodeModels([await saved("naive"), await saved("drift")]);
    const { document, metadata } = decodeContainer(whole, "m");
    const bytes = encodeContainer({
      document: replaced(document, path.split("/"), value),
      metadata,
    });
    expect(() => decodeModels(bytes, "m.foretell")).toThrow(DataError);
    expect(() => decodeModels(bytes, "m.foretell")).toThrow(message);
  });
});

type Fields = { [key: string]: State };

/** The paths to all values of plain data. */
function* pointersOf(value: State, path: string[] = []): Generator<string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, item] of Object.entries(value)) yield* pointersOf(item, [...path, key]);
}

function replaced(document: State, path: readonly string[], value: State): State {
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Fields, document as Fields);
  holder[path.at(-1)!] = value;
  return document;
}

describe("a file that holds no model", () => {
  /** A saved model with one thing changed; the checksum is that of the change. */
  async function changed(path: string, value: State, spec = "seasonal-naive"): Promise<Uint8Array> {
    const { document, metadata } = decodeContainer(encodeModel(await saved(spec)), "m");
    return encodeContainer({ document: replaced(document, path.split("/"), value), metadata });
  }

  it.each([
    ["horizon", 1e9, /horizon must be a number from 1 to 1000000/],
    ["horizon", "3", /horizon/],
    ["levels", [80, Number.NaN], /levels\[1\]/],
    ["levels", [100], /levels\[0\] must be below 100/],
    ["panel", null, /panel must be an object/],
    ["panel/ids", [], /ids is empty/],
    ["panel/ids", ["a", "a"], /ids names a series twice/],
    ["panel/lengths", Float64Array.of(1e15), /rows/],
    ["panel/lengths", Float64Array.of(-1), /-1 rows/],
    ["panel/ds", new Float64Array(84), /not in order/],
    ["panel/season", 0, /season/],
    ["panel/season", 1e9, /season/],
    ["panel/frequency/unit", "eon", /frequency\.unit must be one of/],
    ["panel/frequency/multiple", 0.5, /frequency\.multiple/],
    ["panel/reading", [], /reading must be an object/],
  ] as [string, State, RegExp][])("is refused for its %s: %#", async (path, value, message) => {
    const bytes = await changed(path, value);
    expect(() => decodeModel(bytes, "m.foretell")).toThrow(DataError);
    expect(() => decodeModel(bytes, "m.foretell")).toThrow(message);
  });

  it.each([
    ["seasonal-naive", "state", null],
    ["seasonal-naive", "state", { ids: 3, fits: "abc" }],
    ["lstm:epochs=2", "state", []],
    ["lstm:epochs=2", "state/0/preparation", null],
    ["lstm:epochs=2", "state/0/members", [new Float32Array(3)]],
    ["lstm:epochs=2", "state/0/members", []],
    ["lstm:epochs=2", "state/0/shape/horizon", 1e6],
    ["lstm:epochs=2", "state/0/shape/context", 1.5],
    ["lstm:epochs=2", "state/0/shape/inputs", -1],
    ["lstm:epochs=2", "state/0/quantiles", [0.5, 0.9]],
    ["boosted-trees:log=no", "state/horizon", 0],
    ["boosted-trees:log=no", "state/lags", [2, 3]],
    ["boosted-trees:log=no", "state/levels", [80]],
    ["boosted-trees:log=no", "state/forests/0/features", 3],
    ["boosted-trees:log=no", "state/forests/0/roots", Float32Array.of(0, 1e6)],
    ["boosted-trees:log=no", "state/forests/0/nodes", new Float32Array(7)],
  ])("is refused when %s cannot use its %s", async (spec, path, value) => {
    const model = decodeModel(await changed(path, value as State, spec), "m.foretell");
    const used = async () => forecast(await restoreModel(model));
    await expect(used()).rejects.toThrow(DataError);
  });

  it("is refused or forecasts from, whatever one of its values becomes", async () => {
    const whole = encodeModel(await saved("seasonal-naive", "lake-huron"));
    const pointers = [...pointersOf(decodeContainer(whole, "m").document)];
    const other = fc.oneof(
      fc.constantFrom(null, true, "", "MS", -1, 0, 0.5, 1e9, 1e300, Number.NaN, -0),
      fc.string(),
      fc.double(),
      fc.float64Array({ maxLength: 100 }),
      fc.float32Array({ maxLength: 3 }),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.constant({}),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pointers), other, async (path, value) => {
        const { document, metadata } = decodeContainer(whole, "m");
        const bytes = encodeContainer({ document: replaced(document, path, value), metadata });
        try {
          const model = decodeModel(bytes, "m");
          forecast(await restoreModel(model));
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is not blamed for a horizon that no forecast can have", async () => {
    const fitted = await restoreModel(await saved("naive"));
    expect(() => fitted.forecast(0)).toThrow(RangeError);
  });

  it("is refused when its model is unknown here, or its schema", async () => {
    const model = await saved("naive");
    const renamed = decodeModel(encodeModel({ ...model, spec: "oracle" }), "m");
    await expect(restoreModel(renamed)).rejects.toThrow(/there is no model "oracle"/);
    const { document, metadata } = decodeContainer(encodeModel(model), "m");
    const later = encodeContainer({
      document,
      metadata: { ...metadata, schema: "foretell/model@2" },
    });
    expect(() => decodeModel(later, "m")).toThrow(/its schema is foretell\/model@2/);
  });
});

describe("files of former versions", () => {
  // Written by `foretell train johnson-johnson -m SPEC -H 4 -o NAME.foretell`, with the forecast
  // `foretell forecast --from NAME.foretell --format json`. They must not be written anew: people have
  // such files.
  it.each(["naive2-0.1.0", "lstm-0.1.0"])("%s still forecasts what it did", async (name) => {
    const folder = new URL("../../fixtures/models/", import.meta.url);
    const { series } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
    const model = await readModel(fileURLToPath(new URL(`${name}.foretell`, folder)));
    const fitted = await restoreModel(model);
    const [one] = fitted.forecast(model.horizon, model.levels);
    const { mean, intervals = [] } = one;
    expect(Array.from(mean)).toEqual(series[0].mean);
    for (const { level, lo, hi } of intervals) {
      expect([Array.from(lo), Array.from(hi)]).toEqual([
        series[0].intervals[level].lo,
        series[0].intervals[level].hi,
      ]);
    }
  });
});

import { setImmediate } from "node:timers/promises";
import { expect, it, describe as suite } from "vitest";
import {
  danfojs,
  forecast,
  type ModelOptions,
  models,
  readPanel,
  specOf,
} from "../../src/index.js";
import { foretell } from "../cli/foretell.js";

const dates = Array.from({ length: 48 }, (_, t) => new Date(Date.UTC(2020, t, 1)));
const values = dates.map((_, t) => 20 + ((t * 7) % 12) + t / 4);
const rows = dates.map((ds, t) => ({ ds: ds.toISOString().slice(0, 10), y: values[t] }));

suite("one call", () => {
  it.each([
    ["nottem", "theta", ["-H", "12"], { horizon: 12 }],
    ["nottem", "auto", [], {}],
    ["presidents", "arima", ["--min", "0"], { min: 0 }],
    ["air-passengers", "lstm:epochs=2", ["--level", "50"], { levels: [50] }],
  ] as const)(
    "forecasts %s by %s to the bytes of the command",
    async (source, model, args, options) => {
      const asked = await forecast(source, { model, ...options });
      const command = [source, "-m", model, ...args, "-q"];
      const csv = await foretell([...command, "--format", "csv"]);
      const json = await foretell([...command, "--format", "json"]);
      expect(asked.toCsv()).toBe(csv.stdout);
      expect(asked.toJson()).toBe(json.stdout);
    },
  );

  it("gives dated rows with ascending levels", async () => {
    const { rows } = await forecast("nottem", { model: "theta", horizon: 2, levels: [95, 80] });
    expect(rows.map(({ ds }) => ds)).toEqual([new Date("1940-01-01"), new Date("1940-02-01")]);
    expect(rows[0]).toMatchObject({ unique_id: "nottem", model: "theta" });
    expect(rows[0]!.intervals.map(({ level }) => level)).toEqual([80, 95]);
    expect(rows[0]!.intervals[1]!.lo).toBeLessThan(rows[0]!.intervals[0]!.lo);
  });

  it("takes rows, a DataFrame and a panel, with the same numbers", async () => {
    const options = { model: "theta", horizon: 6 } as const;
    const { DataFrame } = await danfojs();
    const of = async (data: Parameters<typeof forecast>[0]) =>
      (await forecast(data, options)).rows.map(({ mean }) => mean);
    const means = await of(rows);
    expect(means).toHaveLength(6);
    expect(await of(new DataFrame(rows))).toEqual(means);
    expect(await of((await forecast(rows, options)).report.panel)).toEqual(means);
  });

  it("takes the values of a series, steps as dates, null as missing", async () => {
    const options = { model: "theta", season: 12, horizon: 2 } as const;
    const { rows: ahead } = await forecast(values, options);
    const dated = await forecast(rows, options);
    expect(ahead.map(({ mean }) => mean)).toEqual(dated.rows.map(({ mean }) => mean));
    expect((await forecast(Float64Array.from(values), options)).rows).toEqual(ahead);
    const { report } = await forecast([1, null, 3, 4, undefined, 6], {
      model: "naive",
      horizon: 1,
    });
    expect([...report.panel.series[0]!.y]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    [null, "the data are null"],
    [5, "the data are 5"],
    [{ y: 1 }, "the data are an object of another kind"],
  ])("says what data may be instead of %j", async (data, message) => {
    await expect(forecast(data as never, { horizon: 1 })).rejects.toMatchObject({
      message,
      hint: expect.stringContaining("an array of numbers"),
    });
  });

  it("is a DataFrame, a picture and any file that the command writes", async () => {
    const options = { model: "theta", horizon: 3, levels: [80] } as const;
    const result = await forecast("nottem", options);
    const frame = await result.toFrame();
    expect(frame.columns).toEqual(["unique_id", "ds", "theta", "theta-lo-80", "theta-hi-80"]);
    expect(frame.column("ds").values).toEqual(["1940-01-01", "1940-02-01", "1940-03-01"]);
    expect(frame.column("theta").values).toEqual(result.rows.map(({ mean }) => mean));
    const command = ["nottem", "-m", "theta", "-H", "3", "--level", "80", "-q"];
    for (const format of ["svg", "ndjson", "markdown", "html"] as const) {
      const { stdout } = await foretell([...command, "--format", format]);
      expect(await result.toFile(format), format).toBe(stdout);
    }
    expect(await result.toSvg()).toBe(await result.toFile("svg"));
  });

  it("leaves a panel's own season as it is", async () => {
    const panel = await readPanel("nottem", { season: 6 });
    expect((await forecast(panel, { model: "naive" })).report.panel.season).toBe(6);
  });

  it("says what was assumed, and refuses what the command refuses", async () => {
    const heard: string[] = [];
    await forecast("nottem", { model: "theta", past: ["none"] }).catch((error) =>
      heard.push(error.message),
    );
    await expect(forecast("nottem", { model: "lstn" })).rejects.toThrow('there is no model "lstn"');
    await expect(forecast([], { model: "naive" })).rejects.toThrow();
    expect(heard).toHaveLength(1);
  });

  it("rejects with an AbortError once aborted, and before it begins", async () => {
    const controller = new AbortController();
    const started = forecast("nottem", {
      model: "lstm:epochs=5000",
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(started).rejects.toMatchObject({ name: "AbortError" });
    await setImmediate();
    const never = forecast("nottem", { signal: AbortSignal.abort() });
    await expect(never).rejects.toMatchObject({ name: "AbortError" });
  });
});

suite("a model with options", () => {
  it("is written as a spec", () => {
    expect(specOf({ model: "lstm", hidden: 64 })).toBe("lstm:hidden=64");
    expect(specOf({ model: "theta" })).toBe("theta");
    expect(specOf("ets:trend=Ad")).toBe("ets:trend=Ad");
  });

  it("is checked by the compiler", () => {
    // @ts-expect-error the schema of lstm has no such option
    specOf({ model: "lstm", hiden: 64 });
    // @ts-expect-error nor is a number of units a text
    specOf({ model: "lstm", hidden: "64" });
    // @ts-expect-error naive has no options
    specOf({ model: "naive", hidden: 64 });
    // @ts-expect-error nor is there a model of this name
    specOf({ model: "lsmt" });
    expect(specOf({ model: "zero", tune: true, layers: "last" })).toBe(
      "zero:tune=true,layers=last",
    );
  });

  it("may be any model that there is", () => {
    const typed: { readonly [Name in ModelOptions["model"]]: true } = {
      ...{ auto: true, lstm: true, gru: true, rnn: true, lstm97: true, slstm: true, mlstm: true },
      ...{ mingru: true, segrnn: true, esrnn: true, transformer: true, tcn: true, cnn: true },
      ...{
        "neural-ode": true,
        cfc: true,
        zero: true,
        linear: true,
        arima: true,
        ets: true,
        ces: true,
      },
      ...{ theta: true, mstl: true, ensemble: true, hmm: true, ar: true, "lag-regression": true },
      ...{ "boosted-trees": true, fft: true, dtw: true, croston: true, naive: true },
      ...{ "seasonal-naive": true, naive2: true, drift: true, mean: true, "window-average": true },
    };
    expect(Object.keys(typed).sort()).toEqual(models.map(({ name }) => name).sort());
  });

  it("writes lists as specs have them", async () => {
    const lags = await forecast("nottem", {
      model: { model: "lag-regression", lags: [1, 2, 12] },
      horizon: 3,
    });
    const spec = await forecast("nottem", { model: "lag-regression:lags=1-2-12", horizon: 3 });
    expect(lags.rows.map(({ mean }) => mean)).toEqual(spec.rows.map(({ mean }) => mean));
  });
});

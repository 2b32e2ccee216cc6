import type { Panel } from "../../data/panel/from-table.js";
import { arima } from "../arima/arima.js";
import { ets } from "../ets/ets.js";
import type {
  FittedModel,
  Model,
  ModelDefinition,
  SeriesForecast,
  SeriesProgress,
  State,
} from "../model.js";
import { anything, list } from "../state-schema.js";
import { theta } from "../theta/theta.js";
import { steadied } from "../unbroken.js";

const options = {
  members: {
    type: "choice",
    choices: ["theta-ets", "theta-ets-arima"],
    default: "theta-ets",
    summary: "whose forecasts are averaged; arima takes far longer than the others",
  },
} as const;

const models = {
  theta: () => theta.create({ kind: "dynamic", seasons: [] }),
  ets: () =>
    ets.create({
      error: "auto",
      trend: "auto",
      season: "auto",
      multiplicative: false,
      criterion: "aicc",
      seasons: [],
    }),
  arima: () =>
    arima.create({
      order: [],
      season: [],
      drift: "auto",
      search: "stepwise",
      "seasonal-test": "strength",
      "stl-degree": 0,
      boxcox: 1,
    }),
};

const members = {
  "theta-ets": [models.theta, models.ets],
  "theta-ets-arima": [models.theta, models.ets, models.arima],
};

/**
 * The plain mean of the forecasts of unlike statistical models, ŷ = (ŷ₁ + … + ŷₖ)/k, which estimated weights
 * seldom beat. The ends of intervals, being quantiles, are averaged too.
 *
 * @example
 * const fitted = await createModel("ensemble:members=theta-ets-arima").fit(panel, context);
 * fitted.forecast(12, [80]);
 *
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", section 4; Lichtendahl,
 *   Grushka-Cockayne & Winkler (2013), "Is it better to average probabilities or quantiles?"
 */
export const ensemble: ModelDefinition<typeof options> = {
  name: "ensemble",
  summary: "the mean of theta and ets, or of arima too",
  options,
  create(chosen) {
    const models: readonly Model[] = members[chosen.members].map((create) => create());
    return {
      name: "ensemble",
      local: true,
      withoutBreaks: (panel) => steadied(withoutColumns(panel)),
      async fit(panel, context) {
        const fits: FittedModel[] = [];
        let reported = 0;
        for (const [m, model] of models.entries()) {
          // Progress counts series; each member's fit of one is a share of it.
          const onSeries = ({ done: own, all }: SeriesProgress) => {
            const done = Math.floor((m * all + own) / models.length);
            if (done > reported) context.onSeries?.({ done, all });
            reported = done;
          };
          fits.push(await model.fit(withoutColumns(panel), { ...context, onSeries }));
        }
        return combined(fits);
      },
      restore(state, panel) {
        const states = state as readonly State[];
        const bare = withoutColumns(panel);
        return combined(models.map((model, i) => model.restore(states[i]!, bare)));
      },
      requireState(state, panel) {
        const states = list(anything, { length: models.length })(state, "state");
        models.forEach((model, i) => {
          model.requireState(states[i], withoutColumns(panel));
        });
      },
    };
  },
};

/** Only arima could use exogenous columns, but all members should see the same. */
function withoutColumns(panel: Panel): Panel {
  return { ...panel, series: panel.series.map(({ id, ds, y }) => ({ id, ds, y })) };
}

function combined(fits: readonly FittedModel[]): FittedModel {
  return {
    state: fits.map(({ state }) => state),
    forecast(horizon, levels) {
      const forecasts = fits.map((fitted) => fitted.forecast(horizon, levels));
      // An interrupted fit may have come to fewer series.
      const count = forecasts.reduce((min, { length }) => Math.min(min, length), Infinity);
      return forecasts[0].slice(0, count).map((_, s) => average(forecasts.map((all) => all[s])));
    },
    fittedValues() {
      const values = fits.map((fitted) => fitted.fittedValues!());
      return values[0].map((_, s) => meanOf(values.map((all) => all[s])));
    },
  };
}

/** The mean of forecasts of one series with the same levels. */
function average(forecasts: readonly SeriesForecast[]): SeriesForecast {
  const { id, intervals = [] } = forecasts[0];
  return {
    id,
    mean: meanOf(forecasts.map(({ mean }) => mean)),
    intervals: intervals.map(({ level }, k) => ({
      level,
      lo: meanOf(forecasts.map((forecast) => forecast.intervals![k].lo)),
      hi: meanOf(forecasts.map((forecast) => forecast.intervals![k].hi)),
    })),
  };
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  return rows[0].map((_, t) => rows.reduce((sum, row) => sum + row[t], 0) / rows.length);
}

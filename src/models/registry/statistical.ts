import { arima } from "../arima/arima.js";
import { ces } from "../ces/ces.js";
import { ensemble } from "../composite/ensemble.js";
import { mstl } from "../composite/mstl.js";
import { ets } from "../ets/ets.js";
import { hmm } from "../hmm/hmm.js";
import type { ModelDefinition } from "../model.js";
import { ar } from "../regression/ar.js";
import { lagRegression } from "../regression/lag-regression.js";
import { theta } from "../theta/theta.js";

/** Models of one series at a time, or of its lags, that need no engine. */
export const statisticalDefinitions: readonly ModelDefinition[] = [
  arima,
  ets,
  theta,
  ces,
  mstl,
  ensemble,
  hmm,
  ar,
  lagRegression,
];

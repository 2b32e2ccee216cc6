/**
 * Forecasts on another thread, so that the page stays quick.
 *
 * @module foretell/browser/client
 */

import { DataError, FitError, ForetellError, UsageError } from "../errors.js";
import type { BacktestOptions } from "../tasks/backtest-data.js";
import type { ForecastOptions } from "../tasks/forecast-data.js";
import type { InspectOptions } from "../tasks/inspect-data.js";
import type { Backtest } from "./backtest.js";
import type { BrowserData, Forecast } from "./forecast.js";
import type { Inspection } from "./inspect.js";
import type { Answer, Asked, Thrown } from "./protocol.js";

export type {
  Backtest,
  BacktestOptions,
  BrowserData,
  Forecast,
  ForecastOptions,
  Inspection,
  InspectOptions,
};
export { DataError, FitError, ForetellError, UsageError };

/** The functions of `foretell/browser` that a worker answers. */
export interface Connection {
  forecast(data: BrowserData, options?: ForecastOptions): Promise<Forecast>;
  backtest(data: BrowserData, options?: BacktestOptions): Promise<Backtest>;
  inspect(data: BrowserData, options?: InspectOptions): Promise<Inspection>;
}

/** What is used of a Worker. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: Answer }) => void): void;
}

interface Waiting {
  readonly options: Readonly<Record<string, unknown>>;
  resolve(result: never): void;
  reject(error: unknown): void;
}

/**
 * Has forecasts, backtests and inspections made by a worker that runs `foretell/browser/worker`. Data are
 * copied there; a signal, `warn` and progress reach across.
 *
 * @example
 * const worker = new Worker(new URL("foretell/browser/worker", import.meta.url), { type: "module" });
 * const { forecast } = connect(worker);
 * const { rows } = await forecast(file, { model: "lstm", onProgress: ({ epoch }) => show(epoch) });
 */
export function connect(worker: WorkerLike): Connection {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  worker.addEventListener("message", ({ data: answer }) => {
    const one = waiting.get(answer.id);
    if (one === undefined) return;
    if ("event" in answer) {
      (one.options[answer.event] as (payload: unknown) => void)(answer.payload);
      return;
    }
    waiting.delete(answer.id);
    if ("thrown" in answer) one.reject(asError(answer.thrown));
    else one.resolve(withFunctions(answer.result) as never);
  });
  const ask = <Result>(task: Asked["task"], data: BrowserData, options: object = {}) =>
    new Promise<Result>((resolve, reject) => {
      const { signal, ...others } = options as { signal?: AbortSignal };
      if (signal?.aborted) return reject(signal.reason);
      const id = ++last;
      const entries = Object.entries(others).filter(([, value]) => value !== undefined);
      const isHeard = ([, value]: [string, unknown]) => typeof value === "function";
      const order: Asked = {
        ...{ id, task, data },
        options: Object.fromEntries(entries.filter((entry) => !isHeard(entry))),
        hears: entries.filter(isHeard).map(([name]) => name),
      };
      waiting.set(id, { options: Object.fromEntries(entries), resolve, reject });
      signal?.addEventListener(
        "abort",
        () => {
          if (!waiting.delete(id)) return;
          worker.postMessage({ id, abort: true });
          reject(signal.reason);
        },
        { once: true },
      );
      worker.postMessage(order);
    });
  return {
    forecast: (data, options) => ask("forecast", data, options),
    backtest: (data, options) => ask("backtest", data, options),
    inspect: (data, options) => ask("inspect", data, options),
  };
}

/** A result whose texts are functions again, as on the other side. */
function withFunctions(result: object): object {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => {
      if (name === "toSvg") return [name, async () => value];
      return [name, name.startsWith("to") ? () => value : value];
    }),
  );
}

function asError({ name, message, hint, location, excerpt }: Thrown): Error {
  const where = { ...(hint !== undefined && { hint }), ...(location && { location }) };
  switch (name) {
    case "UsageError":
      return new UsageError(message, hint, excerpt);
    case "DataError":
      return new DataError(message, where);
    case "FitError":
      return new FitError(message, hint);
    default:
      return Object.assign(new Error(message), { name });
  }
}

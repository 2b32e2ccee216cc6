/** `foretell/browser/worker`: answers what {@link connect} asks, on a thread of its own. */

import { ForetellError } from "../errors.js";
import { addEngine } from "./engine.js";
import type { Answer, Asked, Order, Thrown } from "./protocol.js";
import { backtest, forecast, inspect } from "./statistical.js";

addEngine();

const tasks = { forecast, backtest, inspect };
const running = new Map<number, AbortController>();

addEventListener("message", ({ data: order }: MessageEvent<Order>) => {
  if ("abort" in order) running.get(order.id)?.abort();
  else void answer(order);
});

async function answer({ id, task, data, options, hears }: Asked): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const tell = (message: Answer) => postMessage(message);
  const listeners = Object.fromEntries(
    hears.map((event) => [event, (payload: unknown) => tell({ id, event, payload })]),
  );
  try {
    const given = { ...options, ...listeners, signal: controller.signal };
    const result = await tasks[task](data, given);
    const { toSvg, ...others } = result;
    const texts = Object.fromEntries(
      Object.entries(others).map(([name, value]) => [
        name,
        typeof value === "function" ? value() : value,
      ]),
    );
    tell({ id, result: { ...texts, toSvg: await toSvg() } });
  } catch (error) {
    tell({ id, thrown: thrownBy(error) });
  } finally {
    running.delete(id);
  }
}

function thrownBy(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  if (!(error instanceof ForetellError)) return { name, message };
  const { hint, location, excerpt } = error;
  return { name, message, hint, location, excerpt };
}

import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { CellName, Workload } from "./workloads.js";

let ready: Promise<typeof import("@tensorflow/tfjs")> | undefined;

async function load() {
  const require = createRequire(import.meta.url);
  const tf = await import("@tensorflow/tfjs");
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(
    `${dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`,
  );
  wasm.setThreadsCount(1);
  await tf.setBackend("wasm");
  await tf.ready();
  return tf;
}

/** The same training step by `@tensorflow/tfjs` on its WebAssembly backend, or why it cannot make one. */
export async function tensorflowStep(
  cell: CellName,
  { input, hidden, time, batch }: Workload,
): Promise<{ run(): Promise<void> } | { reason: string }> {
  try {
    ready ??= load();
    const tf = await ready;
    const layer = { rnn: tf.layers.simpleRNN, lstm: tf.layers.lstm, gru: tf.layers.gru }[cell];
    const model = tf.sequential();
    model.add(
      layer({
        units: hidden,
        inputShape: [time, input],
        recurrentInitializer: "glorotUniform",
      } as never),
    );
    model.add(tf.layers.dense({ units: 1 }));
    model.compile({ optimizer: tf.train.sgd(1e-9), loss: "meanSquaredError" });
    const x = tf.randomUniform([batch, time, input]);
    const y = tf.zeros([batch, 1]);
    const run = async () => {
      await model.trainOnBatch(x, y);
    };
    await run();
    return { run };
  } catch (error) {
    return { reason: `skipped, it cannot train this: ${(error as Error).message.split("\n")[0]}` };
  }
}

import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";

/** What a network warns of that learns to forecast two steps of forty. */
export async function oddities(spec: string): Promise<string[]> {
  const told: string[] = [];
  const y = Float64Array.from({ length: 40 }, (_, t) => (t * 7) % 5);
  await createModel(`${spec},epochs=1`).fit(panelOf(y), {
    horizon: 2,
    seed: 1,
    warn: (message) => told.push(message),
  });
  return told;
}

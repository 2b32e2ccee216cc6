import { describe, expect, it } from "vitest";
import { Arena } from "../../src/engine/memory.js";
import {
  type Learner,
  learner,
  type OnlineSettings,
  onlineCells,
  onlineRules,
} from "../../src/engine/online/learner.js";
import { mse } from "../../src/engine/ops/index.js";
import { Parameters } from "../../src/engine/parameters.js";
import { type GruWeights, gru } from "../../src/engine/recurrent/gru.js";
import { lstm } from "../../src/engine/recurrent/lstm.js";
import { lstm97 } from "../../src/engine/recurrent/lstm97.js";
import { rnn } from "../../src/engine/recurrent/rnn.js";
import type { Sequence } from "../../src/engine/recurrent/sequence.js";
import { bind, Tape } from "../../src/engine/tape.js";
import type { Tensor } from "../../src/engine/tensor.js";
import { Random } from "../../src/numeric/random.js";

type FusedInputs = [tape: Tape, x: Tensor, weights: GruWeights];

const settings = (more: Partial<OnlineSettings>): OnlineSettings => ({
  ...{ cell: "lstm", inputs: 2, units: 4, outputs: 3, rule: "rtrl", spread: 0.9, seed: 7 },
  descent: { kind: "sgd", rate: 0.1 },
  ...more,
});

function sequence(length: number, size: number, seed = 3): number[][] {
  const random = new Random(seed);
  return Array.from({ length }, () => Array.from({ length: size }, () => random.uniform(-1, 1)));
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0);

/** Largest difference of two learners' gradients over a sequence, at every step. */
function apart(a: Learner, b: Learner, length = 25): number {
  const targets = sequence(length, a.settings.outputs, 5);
  return Math.max(
    ...sequence(length, a.settings.inputs).map((x, t) => {
      a.step(x);
      b.step(x);
      return largest(a.gradient(targets[t]).weights, b.gradient(targets[t]).weights);
    }),
  );
}

const cells: Partial<OnlineSettings>[] = [
  ...onlineCells.map((cell) => ({ cell })),
  { cell: "lstm97", block: 2, narrow: true },
  { cell: "lstm97", block: 2, gatesSeen: true },
];

describe.each(cells)("online learning of %o", (cell) => {
  it("real-time recurrent learning agrees with backpropagation through time to 1e-10 at every step", () => {
    const back = learner(settings({ ...cell, rule: "tbptt", steps: 25 }));
    expect(apart(learner(settings(cell)), back)).toBeLessThan(1e-10);
  });

  it("real-time recurrent learning agrees with central differences", () => {
    const xs = sequence(9, 2);
    const target = [0.3, -0.2, 0.5];
    const exact = learner(settings(cell));
    for (const x of xs) exact.step(x);
    const { weights } = exact.gradient(target);
    const lossAt = (k: number, shift: number) => {
      const moved = learner(settings(cell));
      moved.state.weights[k] += shift;
      for (const x of xs) moved.step(x);
      return moved.gradient(target).loss;
    };
    const { sees, units } = exact.cell;
    const width = 2 + units + 1;
    for (let k = 0; k < weights.length; k++) {
      const w = k % width;
      if (sees[Math.floor(k / width)] === "input" && w >= 2 && w < width - 1) continue;
      if (sees[Math.floor(k / width)] === "hidden" && w < 2) continue;
      const slope = (lossAt(k, 1e-5) - lossAt(k, -1e-5)) / 2e-5;
      expect(Math.abs(weights[k] - slope)).toBeLessThan(1e-8);
    }
  });

  it("truncation to fewer steps than were made is another gradient", () => {
    const cut = learner(settings({ ...cell, rule: "tbptt", steps: 3 }));
    expect(apart(learner(settings(cell)), cut)).toBeGreaterThan(1e-4);
  });

  it("snap1 is exact where units are connected to themselves alone", () => {
    const [exact, sparse] = [
      learner(settings(cell)),
      learner(settings({ ...cell, rule: "snap1" })),
    ];
    for (const { state, cell: of } of [exact, sparse]) {
      keepRecurrent(state.weights, of.units, (row, k) => {
        const fed = [...of.rowOf].flatMap((from, at) =>
          from === row ? [Math.floor(at / of.gates)] : [],
        );
        return fed.length === 1 && fed[0] === k;
      });
    }
    expect(apart(exact, sparse)).toBeLessThan(1e-12);
  });

  it("the hybrid rule is exact without recurrent weights", () => {
    const [exact, mixed] = [
      learner(settings(cell)),
      learner(settings({ ...cell, rule: "hybrid" })),
    ];
    for (const { state, cell: of } of [exact, mixed]) {
      keepRecurrent(state.weights, of.units, () => false);
    }
    expect(apart(exact, mixed)).toBeLessThan(1e-12);
  });

  it.each(onlineRules)("%s goes on from its state as if it had never stopped", (rule) => {
    const whole = learner(settings({ ...cell, rule, descent: { kind: "adam", rate: 0.01 } }));
    const xs = sequence(30, 2);
    const targets = sequence(30, 3, 9);
    const run = (one: Learner, from: number, to: number) => {
      for (let t = from; t < to; t++) {
        one.step(xs[t]);
        one.learn(targets[t]);
      }
    };
    run(whole, 0, 15);
    const resumed = learner(whole.settings, structuredClone(whole.state));
    run(whole, 15, 30);
    run(resumed, 15, 30);
    expect(resumed.state).toEqual(whole.state);
  });
});

function keepRecurrent(
  weights: Float64Array,
  units: number,
  keep: (row: number, unit: number) => boolean,
): void {
  const width = 2 + units + 1;
  for (let k = 0; k < weights.length; k++) {
    const unit = (k % width) - 2;
    if (unit < 0 || unit >= units) continue;
    if (!keep(Math.floor(k / width), unit)) weights[k] = 0;
  }
}

describe.each(cells)("looking ahead with %o", (cell) => {
  it("makes the steps that the network would make, and leaves it as it was", () => {
    const [one, other] = [learner(settings(cell)), learner(settings(cell))];
    const xs = sequence(6, 2);
    for (const x of xs.slice(0, 3)) for (const each of [one, other]) each.step(x);
    const before = structuredClone({ ...one.state, carried: Array.from(one.state.carried) });
    const units = one.state.units.slice();
    const y = new Float64Array(3);
    for (const x of xs.slice(3)) {
      one.ahead(x, units, y);
      expect(y).toEqual(other.step(x));
    }
    expect({ ...one.state, carried: Array.from(one.state.carried) }).toEqual(before);
  });
});

describe("a gradient that is clipped", () => {
  it("moves the weights as far as it may be long, in the same direction", () => {
    const [long, short] = [learner(settings({})), learner(settings({ clip: 0.01 }))];
    const start = long.state.weights.slice();
    for (const each of [long, short]) {
      each.step([0.5, -0.2]);
      each.learn([3, -3, 3]);
    }
    const moved = (of: Learner) => of.state.weights.map((w, k) => w - start[k]);
    const length = (parts: Float64Array[]) =>
      Math.sqrt(parts.reduce((sum, part) => sum + part.reduce((a, v) => a + v * v, 0), 0));
    const fresh = learner(settings({})).state.readout;
    const read = short.state.readout.map((w, k) => w - fresh[k]);
    expect(length([moved(short), read])).toBeCloseTo(0.1 * 0.01, 12);
    const ratio = moved(long)[0] / moved(short)[0];
    expect(
      largest(
        moved(long),
        moved(short).map((v) => v * ratio),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe("rules of online learning", () => {
  it("the hybrid and snap1 rules carry numbers in proportion to the weights, exact RTRL to their 3/2th power", () => {
    const bytes = (rule: OnlineSettings["rule"], units: number) =>
      learner(settings({ rule, units })).bytes /
      learner(settings({ rule, units })).state.weights.length;
    expect(bytes("hybrid", 32)).toBe(bytes("hybrid", 4));
    expect(bytes("snap1", 32)).toBe(16);
    expect(bytes("rtrl", 32)).toBe(8 * bytes("rtrl", 4));
  });

  it("exact RTRL is refused with the number where it needs more memory than allowed", () => {
    expect(() => learner(settings({ units: 512 }))).toThrow(
      "exact RTRL of 512 units needs 8240 MiB, more than the 256 MiB allowed",
    );
  });

  it.each(onlineCells.flatMap((cell) => onlineRules.map((rule) => [cell, rule] as const)))(
    "%s by %s learns to follow a wave while it comes in",
    (cell, rule) => {
      // Less than two thirds of what the mean would get: half the wave's variance is 0.17.
      expect(follow(cell, rule, 2500).late).toBeLessThan(0.11);
    },
  );

  it.each(onlineRules)("%s learns the same bytes from the same seed", (rule) => {
    expect(follow("lstm", rule, 50).weights).toEqual(follow("lstm", rule, 50).weights);
  });
});

/** Only every other point is seen, so that the network must remember. */
function follow(cell: OnlineSettings["cell"], rule: OnlineSettings["rule"], steps: number) {
  const one = learner({
    ...settings({ cell, rule, inputs: 1, units: 4, outputs: 1, spread: 0.4 }),
    descent: { kind: "adam", rate: 0.01 },
  });
  let late = 0;
  for (let t = 0; t < steps; t++) {
    one.step([t % 2 === 0 ? wave(t) : 0]);
    const loss = one.learn([wave(t + 1)]);
    if (t >= steps - 500) late += loss / 500;
  }
  return { late, weights: one.state.weights };
}

/** A triangle of period 20 between −1 and 1. */
function wave(t: number): number {
  const phase = t % 20;
  return phase < 10 ? -1 + phase / 5 : 3 - phase / 5;
}

describe("the engine's fused sequence operations", () => {
  const fused: Record<OnlineSettings["cell"], (...of: FusedInputs) => Sequence> = {
    rnn,
    lstm97,
    lstm,
    gru,
  };

  it.each(onlineCells)("agree with real-time recurrent learning of %s to 1e-5", (cell) => {
    const [time, inputs, units] = [12, 2, 4];
    const width = inputs + units + 1;
    const exact = learner(settings({ cell, outputs: units, spread: 0.6 }));
    const { weights, readout } = exact.state;
    // The readout is the identity, so that the loss is one of the hidden states.
    readout.fill(0);
    for (let j = 0; j < units; j++) readout[j * (units + 1) + j] = 1;
    const target = [0.4, -0.3, 0.2, 0.1];
    const xs = sequence(time, inputs);
    for (const x of xs) exact.step(x);
    const expected = exact.gradient(target).weights;

    const gates = cell === "gru" ? 3 * units : exact.cell.rows;
    const column = (of: ArrayLike<number>, w: number) =>
      Array.from({ length: gates }, (_, row) => {
        const hidden = cell === "gru" && w >= inputs && w < width - 1 && row >= 2 * units;
        return of[(hidden ? row + units : row) * width + w];
      });
    const columns = (of: ArrayLike<number>, from: number, to: number) =>
      Array.from({ length: to - from }, (_, k) => column(of, from + k)).flat();
    const arena = new Arena();
    const parameters = new Parameters();
    const add = (name: string, shape: number[], values: number[]) =>
      parameters.add(name, shape, (to) => to.set(values));
    const declared = {
      input: add("input", [inputs, gates], columns(weights, 0, inputs)),
      recurrent: add("recurrent", [units, gates], columns(weights, inputs, inputs + units)),
      bias: add("bias", [gates], column(weights, width - 1)),
      ...(cell === "gru" && {
        recurrentBias: add(
          "recurrentBias",
          [gates],
          [
            ...new Array<number>(2 * units).fill(0),
            ...Array.from(
              { length: units },
              (_, j) => weights[(3 * units + j) * width + width - 1],
            ),
          ],
        ),
      }),
    };
    const at = arena.allocate(parameters.size);
    const gradients = arena.allocate(parameters.size);
    parameters.initialize(arena, at, new Random(1));
    const tape = new Tape(arena, { weights: at, gradients, training: true });
    const x = tape.tensor([time, 1, inputs]);
    const bound = Object.fromEntries(
      Object.entries(declared).map(([name, p]) => [name, tape.parameter(p)]),
    ) as unknown as GruWeights;
    const { last } = fused[cell](tape, x, bound);
    const wanted = tape.input([1, units]);
    const program = tape.finish(mse(tape, last, wanted));
    arena.view(x.at, x.size).set(xs.flat());
    arena.view(wanted.at, units).set(target);
    bind(program.forward, arena.kernels)();
    bind(program.backward, arena.kernels)();
    // The mean of squares over `units` values against half their sum.
    const found = (p: { offset: number; size: number }) =>
      arena.view(gradients + p.offset * 4, p.size).map((g) => (g * units) / 2);
    expect(largest(found(declared.input), columns(expected, 0, inputs))).toBeLessThan(1e-5);
    expect(
      largest(found(declared.recurrent), columns(expected, inputs, inputs + units)),
    ).toBeLessThan(1e-5);
    expect(largest(found(declared.bias), column(expected, width - 1))).toBeLessThan(1e-5);
  });
});

import { exp } from "../../numeric/elementary.js";

/** What a row of pre-activations sees: the inputs, the hidden states, or both. */
export type Sees = "both" | "input" | "hidden";

/** Derivatives of one step, unit by unit, written by {@link OnlineCell.step}. */
export interface LocalDerivatives {
  /** [units, components, components], ∂sₜ/∂sₜ₋₁ at fixed pre-activations. */
  readonly own: Float64Array;
  /** [units, components, gates], ∂sₜ/∂zₜ */
  readonly through: Float64Array;
}

/**
 * A recurrent cell whose units meet only in their pre-activations: a unit's state sₜ, its hidden state
 * first, is a function of its own sₜ₋₁ and of zₜ = W·[xₜ, hₜ₋₁, 1] in the rows that feed it. Learning rules
 * need to know no more.
 */
export interface OnlineCell {
  readonly units: number;
  /** Number of leading units whose hidden state is the output. */
  readonly read: number;
  /** Numbers that a unit carries from step to step: its hidden state, and its inner one if it has any. */
  readonly components: number;
  readonly gates: number;
  readonly rows: number;
  /** [units, gates], the row that feeds a unit's gate. */
  readonly rowOf: Int32Array;
  /** [rows] */
  readonly sees: readonly Sees[];
  /** Replaces the state [units, components] by the next one, given the pre-activations [rows]. */
  step(z: Float64Array, state: Float64Array, derivatives: LocalDerivatives): void;
}

/** hₜ = tanh(zₜ) */
export function rnnCell(units: number): OnlineCell {
  return {
    ...ungrouped(units, ["both"]),
    components: 1,
    step(z, state, { through }) {
      for (let j = 0; j < units; j++) {
        const h = tanh(z[j]);
        state[j] = h;
        through[j] = 1 - h * h;
      }
    },
  };
}

/**
 * Long short-term memory with a forget gate, rows in the order i f g o.
 *
 *   cₜ = f·cₜ₋₁ + i·g     hₜ = o·tanh(cₜ)
 *
 * @see Gers, Schmidhuber & Cummins (2000), eq. 1–4
 */
export function lstmCell(units: number): OnlineCell {
  return {
    ...ungrouped(units, ["both", "both", "both", "both"]),
    components: 2,
    step(z, state, { own, through }) {
      for (let j = 0; j < units; j++) {
        const i = sigmoid(z[j]);
        const f = sigmoid(z[units + j]);
        const g = tanh(z[2 * units + j]);
        const o = sigmoid(z[3 * units + j]);
        const before = state[2 * j + 1];
        const c = f * before + i * g;
        const squashed = tanh(c);
        const slope = o * (1 - squashed * squashed);
        state[2 * j] = o * squashed;
        state[2 * j + 1] = c;
        own[4 * j + 1] = slope * f;
        own[4 * j + 3] = f;
        const hidden = 8 * j;
        const cell = hidden + 4;
        through[cell] = g * i * (1 - i);
        through[cell + 1] = before * f * (1 - f);
        through[cell + 2] = i * (1 - g * g);
        for (let gate = 0; gate < 3; gate++) through[hidden + gate] = slope * through[cell + gate];
        through[hidden + 3] = squashed * o * (1 - o);
      }
    },
  };
}

/**
 * The long short-term memory of 1997, rows in the order i o (one a block) g (one a cell).
 *
 *   cₜ = cₜ₋₁ + i·squash(z_g)     hₜ = o·squash(cₜ)     squash(z) = 4/(1 + e⁻ᶻ) − 2
 *
 * @param options.block cells that share an input and an output gate
 * @param options.narrow the output's squashing function is 2/(1 + e⁻ᶻ) − 1, as in the paper
 * @param options.gatesSeen gates are units too, seen by all rows at the next step as in the paper's fully
 *   connected hidden layers, though not by the output
 * @see Hochreiter & Schmidhuber (1997), section 4
 */
export function lstm97Cell(
  cells: number,
  options: {
    readonly block?: number;
    readonly narrow?: boolean;
    readonly gatesSeen?: boolean;
  } = {},
): OnlineCell {
  const { block = 1, narrow = false, gatesSeen = false } = options;
  if (cells % block !== 0)
    throw new RangeError(`lstm97: units must be a multiple of block = ${block}, got ${cells}`);
  const blocks = cells / block;
  const gateRows = 2 * blocks;
  const rows = cells + gateRows;
  const units = cells + (gatesSeen ? gateRows : 0);
  const rowOf = new Int32Array(3 * units);
  for (let j = 0; j < cells; j++) {
    const of = Math.floor(j / block);
    rowOf.set([of, blocks + of, gateRows + j], 3 * j);
  }
  for (let j = cells; j < units; j++) rowOf.fill(j - cells, 3 * j, 3 * j + 3);
  const range = narrow ? 2 : 4;
  return {
    units,
    read: cells,
    components: 2,
    gates: 3,
    rows,
    rowOf,
    sees: new Array<Sees>(rows).fill("both"),
    step(z, state, { own, through }) {
      for (let first = 0; first < cells; first += block) {
        const i = sigmoid(z[first / block]);
        const o = sigmoid(z[blocks + first / block]);
        for (let j = first; j < first + block; j++) {
          const share = sigmoid(z[gateRows + j]);
          const g = 4 * share - 2;
          const c = state[2 * j + 1] + i * g;
          const open = sigmoid(c);
          const squashed = range * open - range / 2;
          const slope = o * range * open * (1 - open);
          state[2 * j] = o * squashed;
          state[2 * j + 1] = c;
          own[4 * j + 1] = slope;
          own[4 * j + 3] = 1;
          const byInput = g * i * (1 - i);
          const byCandidate = i * 4 * share * (1 - share);
          const hidden = 6 * j;
          through[hidden] = slope * byInput;
          through[hidden + 1] = squashed * o * (1 - o);
          through[hidden + 2] = slope * byCandidate;
          through[hidden + 3] = byInput;
          through[hidden + 5] = byCandidate;
        }
      }
      for (let j = cells; j < units; j++) {
        const gate = sigmoid(z[j - cells]);
        state[2 * j] = gate;
        through[6 * j] = gate * (1 - gate);
      }
    },
  };
}

/**
 * Gated recurrent unit whose reset gate acts after the product, rows in the order r z n u.
 *
 *   n = tanh(zₙ + r·u),  zₙ from the input and u from the hidden states     hₜ = (1 − z)·n + z·hₜ₋₁
 *
 * @see Cho et al. (2014), eq. 5–8
 */
export function gruCell(units: number): OnlineCell {
  return {
    ...ungrouped(units, ["both", "both", "input", "hidden"]),
    components: 1,
    step(rows, state, { own, through }) {
      for (let j = 0; j < units; j++) {
        const r = sigmoid(rows[j]);
        const z = sigmoid(rows[units + j]);
        const u = rows[3 * units + j];
        const n = tanh(rows[2 * units + j] + r * u);
        const before = state[j];
        const slope = (1 - z) * (1 - n * n);
        state[j] = (1 - z) * n + z * before;
        own[j] = z;
        through[4 * j] = slope * u * r * (1 - r);
        through[4 * j + 1] = (before - n) * z * (1 - z);
        through[4 * j + 2] = slope;
        through[4 * j + 3] = slope * r;
      }
    },
  };
}

/** One row for each gate of each unit, gate after gate. */
function ungrouped(units: number, kinds: readonly Sees[]): Omit<OnlineCell, "step" | "components"> {
  const gates = kinds.length;
  return {
    units,
    read: units,
    gates,
    rows: gates * units,
    rowOf: Int32Array.from(
      { length: gates * units },
      (_, k) => (k % gates) * units + Math.floor(k / gates),
    ),
    sees: kinds.flatMap((kind) => new Array<Sees>(units).fill(kind)),
  };
}

/** 1/(1 + e⁻ᶻ) */
export function sigmoid(z: number): number {
  return 1 / (1 + exp(-z));
}

function tanh(z: number): number {
  return 1 - 2 / (1 + exp(2 * z));
}

/** What others reached on ETTh1, all seven columns, standardised. */
export interface PublishedLongHorizon {
  readonly method: string;
  /** Steps of the input window. */
  readonly context: number;
  readonly source: string;
  /** Mean squared and mean absolute error by horizon. */
  readonly scores: ReadonlyMap<number, { readonly mse: number; readonly mae: number }>;
}

const HORIZONS = [96, 192, 336, 720];
const ZENG = "Zeng et al. (2023)";

/** Pairs of MSE and MAE at the horizons 96, 192, 336 and 720. */
const ETTH1: readonly (readonly [string, number, string, ...number[]])[] = [
  ["SegRNN", 96, "Lin et al. (2023)", 0.368, 0.395, 0.408, 0.419, 0.444, 0.44, 0.446, 0.457],
  ["NLinear", 336, ZENG, 0.374, 0.394, 0.408, 0.415, 0.429, 0.427, 0.44, 0.453],
  ["DLinear", 336, ZENG, 0.375, 0.399, 0.405, 0.416, 0.439, 0.443, 0.472, 0.49],
  [
    ...(["PatchTST/42", 336, "Nie et al. (2023)"] as const),
    ...[0.375, 0.399, 0.414, 0.421, 0.431, 0.436, 0.449, 0.466],
  ],
  ["FEDformer", 96, ZENG, 0.376, 0.419, 0.42, 0.448, 0.459, 0.465, 0.506, 0.507],
  ["Informer", 96, ZENG, 0.865, 0.713, 1.008, 0.792, 1.107, 0.809, 1.181, 0.865],
  ["last value", 1, ZENG, 1.295, 0.713, 1.325, 0.733, 1.323, 0.744, 1.339, 0.756],
];

export const ettH1Published: readonly PublishedLongHorizon[] = ETTH1.map(
  ([method, context, source, ...values]) => ({
    method,
    context,
    source,
    scores: new Map(
      HORIZONS.map((horizon, i) => [horizon, { mse: values[2 * i], mae: values[2 * i + 1] }]),
    ),
  }),
);

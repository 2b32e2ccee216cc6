/** What a picture shows, before it becomes SVG, PNG or a chart that moves: plots with one legend. */
export interface Figure {
  readonly title: string;
  /** In words, for people who cannot see it. */
  readonly description: string;
  readonly plots: readonly Plot[];
  /** What is left out, or cut off. */
  readonly notes?: readonly string[];
}

/** One pair of axes with marks on it, the first ones underneath. */
export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
}

/**
 * What the numbers of an axis are: milliseconds since 1970 in UTC, plain numbers, or decimal logarithms
 * of what is written beside them.
 */
export interface Axis {
  readonly kind: "time" | "number" | "decades";
  readonly label?: string;
  /** Whether the axis must reach 0, as bars demand. */
  readonly fromZero?: boolean;
}

/** Observations, the models in turn, or what stands in the background. */
export type Ink = "history" | "muted" | number;

/** Marks of one label share a line of the legend; without a label they have none. NaN breaks a line. */
export type Mark =
  | (Labeled & { readonly kind: "line"; readonly x: Numbers; readonly y: Numbers })
  | (Labeled & {
      readonly kind: "band";
      readonly x: Numbers;
      readonly lo: Numbers;
      readonly hi: Numbers;
      /** Of 0 to 1; narrow intervals are darker than wide ones. */
      readonly opacity: number;
    })
  | (Labeled & { readonly kind: "bars"; readonly x: Numbers; readonly y: Numbers })
  | (Labeled & { readonly kind: "dots"; readonly x: Numbers; readonly y: Numbers })
  /** A vertical line, such as the end of the observations. */
  | (Labeled & { readonly kind: "at"; readonly x: number })
  /** A horizontal line, such as the bounds of chance. */
  | (Labeled & { readonly kind: "level"; readonly y: number });

interface Labeled {
  readonly ink: Ink;
  readonly label?: string;
}

type Numbers = ArrayLike<number>;

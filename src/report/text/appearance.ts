import { Chalk, type ChalkInstance } from "chalk";

/** How text for people may look. */
export interface Appearance {
  /** Columns there are. */
  readonly width: number;
  /** Rows there are; undefined when nobody scrolls, as in a file. */
  readonly rows?: number;
  /** Nothing but ASCII. */
  readonly plain: boolean;
  readonly color: boolean;
}

/** Paints, or leaves text as it is when there is no colour. */
export function paint({ color }: Appearance): ChalkInstance {
  return new Chalk({ level: color ? 1 : 0 });
}

import * as danfojs from "danfojs-node";

/** What the corrections touch of a frame. */
interface Frame {
  readonly columns: string[];
  $getColumnData(name: string): unknown;
  $setColumnData(name: string, values: unknown): void;
  $setInternalColumnDataProperty(name?: string): void;
}

const frame: Frame = Object.getPrototypeOf(danfojs.DataFrame.prototype);

/**
 * Each column becomes a property of its frame. In danfojs a column called `values` or `index` so
 * replaces the frame's own and breaks it; here the frame's own properties win.
 */
frame.$setInternalColumnDataProperty = function (name) {
  for (const column of name === undefined ? this.columns : [name]) {
    if (column in this) continue;
    Object.defineProperty(this, column, {
      get: () => this.$getColumnData(column),
      set: (values: unknown) => this.$setColumnData(column, values),
    });
  }
};

/** `concat` appends to the arrays it gets: a copy keeps it from changing its first argument. */
const { get } = Object.getOwnPropertyDescriptor(danfojs.NDframe.prototype, "getColumnData")!;
Object.defineProperty(frame, "getColumnData", {
  get(this: Frame) {
    return (get!.call(this) as unknown[][]).map((column) => column.slice());
  },
});

/** Frames that methods such as `head` give are of the base class, which cannot be written. */
const { toCSV, toJSON } = danfojs.DataFrame.prototype;
Object.assign(frame, { toCSV, toJSON });

export { danfojs };

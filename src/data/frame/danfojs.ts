import * as danfojs from "danfojs-node";

/** The members of a frame that the corrections below touch. */
interface Frame {
  readonly columns: string[];
  $getColumnData(name: string): unknown;
  $setColumnData(name: string, values: unknown): void;
  $setInternalColumnDataProperty(name?: string): void;
}

const frame: Frame = Object.getPrototypeOf(danfojs.DataFrame.prototype);

/**
 * danfojs makes each column a property of its frame, so that a column called `values` or `index` breaks
 * the frame. Here the frame's own properties win.
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

/** `concat` appends to the arrays of its first argument: give it copies. */
const { get } = Object.getOwnPropertyDescriptor(danfojs.NDframe.prototype, "getColumnData")!;
Object.defineProperty(frame, "getColumnData", {
  get(this: Frame) {
    return (get!.call(this) as unknown[][]).map((column) => column.slice());
  },
});

/** Methods such as `head` return the base class, which lacks the writers. */
const { toCSV, toJSON } = danfojs.DataFrame.prototype;
Object.assign(frame, { toCSV, toJSON });

export { danfojs };

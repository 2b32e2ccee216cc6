import { UsageError } from "../../errors.js";

// danfojs is larger than all else together: in a browser it is the user's to load.

function refuse(): never {
  throw new UsageError("statistics of columns need danfojs, which is not part of this bundle");
}

export const describeColumns = refuse;
export const columnsOfFrame = refuse;
export const toDataFrame = refuse;

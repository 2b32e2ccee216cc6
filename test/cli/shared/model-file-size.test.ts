import { expect, it } from "vitest";
import { requireReadableSize } from "../../../src/cli/run/parts/model-file-size.js";

it("refuses a panel that makes a model file of more than 2 GiB before anything is learned", () => {
  const values = new Float64Array(100_000);
  const panel = (series: number, more = {}) => ({
    series: Array.from({ length: series }, (_, s) => ({
      id: `s${s}`,
      ds: values,
      y: values,
      ...more,
    })),
    source: "shops.csv",
  });
  requireReadableSize(panel(1342));
  expect(() => requireReadableSize(panel(1343))).toThrow(
    /these 134,300,000 rows take 2\.1 GB, and more than 2 GiB cannot be read again/,
  );
  expect(() => requireReadableSize(panel(1000, { past: new Map([["price", values]]) }))).toThrow(
    /2\.4 GB/,
  );
});

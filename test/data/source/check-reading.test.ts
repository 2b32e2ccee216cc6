import { describe, expect, it } from "vitest";
import { checkReading } from "../../../src/data/source/check-reading.js";
import { READING_NAMES } from "../../../src/data/source/reading-options.js";
import { UsageError } from "../../../src/errors.js";

describe("reading options", () => {
  it.each([
    [{ season: 0 }, "season must be a whole number from 1 to 1,000,000, got 0"],
    [{ duplicates: "least" }, "duplicates must be one of error, first, last, mean, sum, got"],
    [{ target: "y" }, 'target must be an array of texts, got "y"'],
    [{ header: "no" }, "header must be true or false"],
    [{ delimiter: "::" }, "delimiter must be one character"],
    [{ maxBytes: 0.5 }, "maxBytes must be a whole number of bytes ≥ 1, got 0.5"],
    [{ time: ["date"] }, "time must be a text"],
  ])("%j is refused by name and with what would fit", (options, message) => {
    const check = () => checkReading(options);
    expect(check).toThrow(UsageError);
    expect(check).toThrow(message);
  });

  it("may all be left out, and an id may be one name or several", () => {
    const nothing = Object.fromEntries(READING_NAMES.map((name) => [name, undefined]));
    for (const options of [nothing, { id: "store" }, { id: ["store", "item"] }]) {
      expect(() => checkReading(options)).not.toThrow();
    }
  });
});

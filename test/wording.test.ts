import { expect, it } from "vitest";
import { counted, firstFew, grouped, listed } from "../src/wording.js";

it("a number of one has its noun in the singular", () => {
  expect([1, 2, 0].map((count) => counted(count, "row"))).toEqual(["1 row", "2 rows", "0 rows"]);
});

it("thousands are apart, before the point only", () => {
  expect(["999", "1200", "-12345.6789", "1e21", "–"].map(grouped)).toEqual([
    ...["999", "1,200", "-12,345.6789", "1e21", "–"],
  ]);
  expect(counted(1200, "row")).toBe("1,200 rows");
});

it("five of many names are shown with the number of the others", () => {
  expect(firstFew([..."abcde"])).toBe("a, b, c, d, e");
  expect(firstFew([..."abcdefg"])).toBe("a, b, c, d, e and 2 more");
});

it("names are joined by commas and a last and", () => {
  expect([["a"], ["a", "b"], ["a", "b", "c"]].map(listed)).toEqual(["a", "a and b", "a, b and c"]);
});

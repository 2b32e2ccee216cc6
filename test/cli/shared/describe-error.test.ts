import { describe, expect, it } from "vitest";
import { describeError } from "../../../src/cli/shared/describe-error.js";
import { DataError, FitError, UsageError } from "../../../src/errors.js";

describe("an error in the data", () => {
  it("shows file, line, the line itself with carets, and what to do", () => {
    const error = new DataError('column "y" holds "12,4" where a number was expected', {
      hint: "Decimal commas? Try --decimal ','.",
      location: {
        file: "sales.csv",
        line: 1042,
        column: 20,
        width: 6,
        text: 'store-7,2024-03-01,"12,4"',
      },
    });
    // Word for word as in style.md.
    expect(describeError(error, false)).toEqual({
      code: 3,
      text: `foretell: sales.csv:1042: column "y" holds "12,4" where a number was expected
  1042 | store-7,2024-03-01,"12,4"
                            ^^^^^^
Decimal commas? Try --decimal ','.
`,
    });
  });

  it("keeps the carets under the text behind tabs", () => {
    const location = { file: "a.tsv", line: 2, column: 3, width: 1, text: "a\tx" };
    expect(describeError(new DataError("no", { location }), false).text).toBe(
      "foretell: a.tsv:2: no\n  2 | a\tx\n       \t^\n",
    );
  });

  it("cuts a long line around the carets", () => {
    const text = `${"a".repeat(500)}oops${"b".repeat(500)}`;
    const location = { file: "a.csv", line: 2, column: 501, width: 4, text };
    const [, line, carets] = describeError(new DataError("no", { location }), false).text.split(
      "\n",
    );
    expect(line.length).toBeLessThan(120);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("oops");
  });

  it("calls - stdin", () => {
    expect(describeError(new DataError("no", { location: { file: "-" } }), false).text).toBe(
      "foretell: stdin: no\n",
    );
  });
});

it("a wrong spec is shown with carets and no line number", () => {
  const error = new UsageError("no", "Do.", { text: "lstm:hiden=3", column: 6, width: 5 });
  expect(describeError(error, false)).toEqual({
    code: 2,
    text: "foretell: no\n  lstm:hiden=3\n       ^^^^^\nDo.\n",
  });
});

it("a failed fit exits with 4", () => {
  expect(describeError(new FitError("no", "Do."), false)).toEqual({
    code: 4,
    text: "foretell: no\nDo.\n",
  });
});

describe("an error of ours", () => {
  it("exits with 70 and asks for a report, without a stack trace", () => {
    const { code, text } = describeError(new TypeError("x is not a function"), false);
    expect(code).toBe(70);
    expect(text).toMatch(/^foretell: internal error: x is not a function\n.*report it/);
    expect(text).not.toMatch(/^ +at /m);
  });

  it("has the stack trace with --debug", () => {
    expect(describeError(new TypeError("x"), true).text).toMatch(/^ +at /m);
  });

  it("may be anything that was thrown", () => {
    expect(describeError(undefined, true).code).toBe(70);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JOINT, lengthOf, wrap, wrapCommand } from "../../../src/report/text/wrap.js";

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(" "));

describe("wrap", () => {
  it("keeps all words, none broken, on lines no longer than the width", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 16, max: 100 }), (sentence, width) => {
        const lines = wrap(sentence, width).split("\n");
        expect(lines.join(" ")).toBe(sentence);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it("indents what follows as far as the line", () => {
    expect(wrap("   one two three", 9)).toBe("   one\n   two\n   three");
    expect(wrap("one two three", 9, 2)).toBe("one two\n  three");
  });

  it("counts no room for colours", () => {
    const painted = "\x1b[1mone\x1b[22m two";
    expect(lengthOf(painted)).toBe(7);
    expect(wrap(painted, 7)).toBe(painted);
  });

  it("leaves together what is joined", () => {
    expect(wrap(`one two${JOINT}three`, 9)).toBe("one\ntwo three");
  });
});

it("a command that is wrapped is the same command to a shell", () => {
  const command = "foretell forecast sales.csv --time ds -H 12 --no-color -m auto";
  const wrapped = wrapCommand(command, 30);
  expect(wrapped).toBe(
    "foretell forecast sales.csv \\\n  --time ds -H 12 --no-color \\\n  -m auto",
  );
  expect(wrapped.replace(/ \\\n +/g, " ")).toBe(command);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonFault } from "../../../src/data/format/json-error.js";

const fault = (text: string) => jsonFault(new TextEncoder().encode(text), "a.json");

/** Line, column and reason. */
function told(text: string): string {
  const { location, reason } = fault(text)!;
  return `${location.line}:${location.column} ${reason}`;
}

it("names the character that cannot stand where it does", () => {
  expect(told('{"a": 1,\n "b": }')).toBe('2:7 "}" is not expected here');
  expect(told('[\n {"a": 1,}\n]')).toBe('2:10 "}" is not expected here');
  expect(told("[1 2]")).toBe('1:4 "2" is not expected here');
  expect(told('{"grün": [01]}')).toBe('1:11 "0" is not expected here');
  expect(told('{"a": "\\x"}')).toBe('1:9 "x" is not expected here');
  expect(told("{a: 1}")).toBe('1:2 "a" is not expected here');
  expect(told("[1]\n[2]")).toBe('2:1 "[" is not expected here');
  expect(told("<html>\n<body>\n")).toBe('1:1 "<" is not expected here');
});

it("says where text ends too early: behind the last line that holds something", () => {
  expect(told('{"a": [1, 2\n\n')).toBe("1:12 it ends too early");
  expect(told("")).toBe("1:1 it ends too early");
});

it("shows of a long line only what is around the fault", () => {
  const { location } = fault(`[${"1,".repeat(1e4)}x${",1".repeat(1e4)}]`)!;
  expect(location.text.length).toBeLessThan(1000);
  expect(location.text[location.column - 1]).toBe("x");
});

it("finds nothing wrong in what JSON.parse reads, and something in all else", () => {
  const changed = fc
    .tuple(
      fc.json(),
      fc.nat(30),
      fc.nat(3),
      fc.constantFrom(...'{}[],:"\\-.0e1tn \n\t'),
      fc.boolean(),
    )
    .map(([json, at, length, put, change]) =>
      change ? json.slice(0, at) + put + json.slice(at + length) : json,
    );
  fc.assert(
    fc.property(changed, (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(fault(text) === undefined).toBe(valid);
    }),
    { numRuns: 2000 },
  );
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { repeatedKey } from "../../../src/evaluation/check/json-duplicate-keys.js";

it("finds a key that an object holds twice, however it is written, and its line", () => {
  expect(repeatedKey('{"a": 1,\n "b": {"c": []},\n "\\u0061": 2}')).toEqual({ key: "a", line: 3 });
  expect(repeatedKey('[{"__proto__": {}, "__proto__" : 1}]')).toEqual({
    key: "__proto__",
    line: 1,
  });
});

it("finds none where objects share keys, nor in what JSON.stringify writes", () => {
  expect(repeatedKey('{"a": {"a": "a"}, "b": [{"a": "\\"a\\":{"}, {"a": 1}]}')).toBeUndefined();
  fc.assert(fc.property(fc.json(), (text) => repeatedKey(text) === undefined));
});

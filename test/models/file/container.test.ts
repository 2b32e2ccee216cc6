import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../../../src/errors.js";
import { decodeContainer, encodeContainer } from "../../../src/models/file/container.js";
import type { State } from "../../../src/models/model.js";

const metadata = { schema: "test@1" };

const key = fc.string({ unit: "binary" }).filter((text) => text !== "__proto__");
const state = fc.letrec<{ state: State }>((tie) => ({
  state: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.float32Array({ maxLength: 5 }),
    fc.float64Array({ maxLength: 5 }),
    fc.array(tie("state"), { maxLength: 4 }),
    fc.dictionary(key, tie("state"), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).state;

const some: State = {
  name: "a/b~c",
  weights: Float32Array.of(1, 2, 3),
  deep: [{ y: Float64Array.of(0.1, Number.NaN) }, Number.NEGATIVE_INFINITY, -0],
};
const bytes = encodeContainer({ document: some, metadata });

describe("plain data in a file", () => {
  it("comes back as it was, to the last bit", () => {
    fc.assert(
      fc.property(state, (document) => {
        const again = decodeContainer(encodeContainer({ document, metadata }), "x");
        expect(again).toStrictEqual({ document, metadata });
      }),
    );
  });

  it("has the layout of safetensors: a header of JSON, then numbers at multiples of their size", () => {
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const { __metadata__: texts, ...tensors } = JSON.parse(
      new TextDecoder().decode(bytes.subarray(8, 8 + length)),
    );
    expect(Object.values(texts).every((text) => typeof text === "string")).toBe(true);
    expect(tensors).toEqual({
      "/deep/0/y": { dtype: "F64", shape: [2], data_offsets: [0, 16] },
      "/deep/1": { dtype: "F64", shape: [], data_offsets: [16, 24] },
      "/deep/2": { dtype: "F64", shape: [], data_offsets: [24, 32] },
      "/weights": { dtype: "F32", shape: [3], data_offsets: [32, 44] },
    });
    expect(view.getFloat32(8 + length + 36, true)).toBe(2);
    expect(bytes.length).toBe(8 + length + 44);
  });

  it("cannot have a key __proto__, nor be nested without end", () => {
    const hostile = JSON.parse('{"__proto__":1}');
    expect(() => encodeContainer({ document: hostile, metadata })).toThrow(/__proto__/);
    let nested: State = 1;
    for (let i = 0; i < 1000; i++) nested = [nested];
    expect(() => encodeContainer({ document: nested, metadata })).toThrow(/nested deeper/);
  });
});

describe("a file that is not as it was written", () => {
  const refused = (given: Uint8Array, message: RegExp = /./) => {
    try {
      decodeContainer(given, "m.foretell");
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      expect((error as DataError).message).toMatch(message);
      expect((error as DataError).location).toEqual({ file: "m.foretell" });
      return;
    }
    throw new Error("it was taken for whole");
  };

  it("is refused when any one bit of it is flipped", () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      refused(flipped);
    }
  });

  it("is refused wherever it was cut off, and when something follows it", () => {
    for (let length = 0; length < bytes.length; length++) refused(bytes.subarray(0, length));
    refused(Uint8Array.of(...bytes, 0), /1 bytes after its last tensor/);
  });

  it("is refused whatever the bytes are", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (given) => refused(given)));
    const long = fc.tuple(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 40 }));
    fc.assert(
      fc.property(long, ([at, patch]) => {
        const given = bytes.slice();
        given.set(patch.subarray(0, given.length - at), at);
        fc.pre(!given.every((byte, i) => byte === bytes[i]));
        refused(given);
      }),
      { numRuns: 500 },
    );
  });

  /** A file with any header, and a checksum that holds. */
  function forged(header: string, data = new Uint8Array(16), document = "null"): Uint8Array {
    const body = `"document":${JSON.stringify(document)}`;
    const rest = header === "" ? "" : `,${header}`;
    const sha256 = createHash("sha256")
      .update(`{"__metadata__":{${body}}${rest}}`)
      .update(data)
      .digest("hex");
    const json = Buffer.from(`{"__metadata__":{${body},"sha256":"${sha256}"}${rest}}`);
    const length = Math.ceil(json.length / 8) * 8;
    const start = new Uint8Array(8 + length).fill(32);
    new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
    start.set(json, 8);
    return Uint8Array.from([...start, ...data]);
  }
  const tensor = (name: string, begin: number, end: number, shape = "[1]", dtype = "F64") =>
    `"${name}":{"dtype":"${dtype}","shape":${shape},"data_offsets":[${begin},${end}]}`;

  it("would be read if only its checksum were looked at", () => {
    const given = forged(tensor("", 0, 16, "[2]"));
    expect(decodeContainer(given, "x").document).toEqual(Float64Array.of(0, 0));
  });

  it.each([
    ["a negative offset", [tensor("", -8, 0)], /not described as one/],
    ["a fraction", [tensor("", 0, 8, "[0.5]")], /not described as one/],
    [
      "an offset that is no number",
      [`"":{"dtype":"F64","shape":[1],"data_offsets":["0",8]}`],
      /not/,
    ],
    ["an end before its beginning", [tensor("", 16, 8)], /not described as one/],
    ["an unknown type", [tensor("", 0, 16, "[16]", "U8")], /not described as one/],
    ["more than the file holds", [tensor("", 0, 9e15, "[1125899906842624]")], /cut off/],
    ["more numbers than bytes", [tensor("", 0, 16, "[9007199254740991]")], /16 bytes for 9007/],
    ["tensors that overlap", [tensor("/0", 0, 16, "[2]"), tensor("/1", 8, 16)], /overlaps/],
    ["a hole", [tensor("/0", 8, 16)], /a hole before tensor "\/0"/],
    ["bytes that no tensor has", [tensor("/0", 0, 8)], /8 bytes after its last tensor/],
    ["a tensor given twice", [tensor("", 0, 16, "[2]"), tensor("", 0, 16, "[2]")], /given twice/],
    ["a tensor without a place", [tensor("/x", 0, 16, "[2]")], /"\/x" has no place/],
    ["a prototype", [`"__proto__":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}`], /__proto__/],
  ])("is refused with %s", (_, tensors, message) => {
    refused(forged(tensors.join(",")), message);
  });

  it("is refused for what its document holds", () => {
    const none = new Uint8Array(0);
    refused(forged("", none, '{"a":1,"a":2}'), /given twice/);
    refused(forged("", none, '{"__proto__":{"admin":true}}'), /__proto__/);
    refused(forged("", none, `${"[".repeat(100_000)}${"]".repeat(100_000)}`), /nested deeper/);
    refused(forged("", none, '{"a":1 }'), /not as foretell writes it/);
    refused(forged("", none, "{"), /not JSON/);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it("is refused when it claims a header of exabytes", () => {
    const given = bytes.slice();
    given.fill(255, 0, 8);
    refused(given, /would be 18446744073709551615 bytes long/);
  });
});

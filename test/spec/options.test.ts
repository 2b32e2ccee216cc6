import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { parseSpec } from "../../src/spec/grammar.js";
import { bindOptions, type OptionSchema } from "../../src/spec/options.js";

const schema = {
  hidden: { type: "integer", min: 1, max: 1024, default: 32, summary: "cells" },
  rate: { type: "number", min: 1e-6, max: 1, default: 0.01, summary: "learning rate" },
  bias: { type: "boolean", default: true, summary: "whether there is a bias" },
  loss: { type: "choice", choices: ["huber", "mse"], default: "huber", summary: "loss" },
  order: {
    type: "integers",
    min: 0,
    max: 9,
    length: 3,
    default: [1, 0, 0],
    summary: "p, d and q",
  },
  lags: { type: "integers", bare: true, min: 1, max: 99, default: [1], summary: "lags" },
  places: { type: "words", default: [], summary: "places" },
} as const satisfies OptionSchema;

const bind = (text: string) => bindOptions(parseSpec(text), schema);

/** The error of a spec, with the part that its carets underline. */
function failure(text: string, within: OptionSchema = schema) {
  try {
    bindOptions(parseSpec(text), within);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { text: whole, column, width } = error.excerpt!;
    expect(whole).toBe(text);
    return {
      message: error.message,
      hint: error.hint,
      underlined: whole.slice(column - 1, column - 1 + width),
    };
  }
  throw new Error(`${text} was accepted`);
}

describe("lists of values", () => {
  const lists = {
    stat: { type: "choices", bare: true, choices: ["mean", "std"], default: [], summary: "what" },
    weight: { type: "numbers", bare: true, min: 0, max: 1, default: [0.5], summary: "weights" },
  } as const satisfies OptionSchema;

  it.each([
    ["roll:mean,std:0.25,1", { stat: ["mean", "std"], weight: [0.25, 1] }],
    ["roll:0.25,1", { stat: [], weight: [0.25, 1] }],
    ["roll:std:1,stat=mean-std", { stat: ["mean", "std"], weight: [1] }],
    ["roll:weight=0.1-0.2", { stat: [], weight: [0.1, 0.2] }],
  ])("of %s are parted by the second colon, or joined by dashes", (text, bound) => {
    expect(bindOptions(parseSpec(text), lists)).toEqual(bound);
  });

  it.each([
    ["roll:mean,sdt:1", "sdt", "stat must be some of mean, std"],
    ["roll:mean:1,2", "2", "weight must be numbers from 0 to 1"],
    ["roll:mean,std", "mean", 'weight is missing after "mean"'],
    ["roll:mean:", "mean:", "a value is missing"],
  ])("of %s are checked one by one", (text, underlined, message) => {
    const error = failure(text, lists);
    expect(error.underlined).toBe(underlined);
    expect(error.message).toContain(message);
  });
});

describe("a valid spec", () => {
  it("that is only a name has every default", () => {
    expect(bind("lstm")).toEqual({
      hidden: 32,
      rate: 0.01,
      bias: true,
      loss: "huber",
      order: [1, 0, 0],
      lags: [1],
      places: [],
    });
  });

  it("gives options their types", () => {
    const bound = bind("m:hidden=64,rate=1e-3,bias=false,loss=mse,order=0-1-1,places=DE+US-CA");
    expect(bound).toMatchObject({
      hidden: 64,
      rate: 0.001,
      bias: false,
      loss: "mse",
      order: [0, 1, 1],
      places: ["DE", "US-CA"],
    });
    expectTypeOf(bound.places).toEqualTypeOf<readonly string[]>();
    expectTypeOf(bound.hidden).toEqualTypeOf<number>();
    expectTypeOf(bound.loss).toEqualTypeOf<"huber" | "mse">();
  });

  it("takes values without a key as the bare option, options after them", () => {
    expect(bind("lag:1,2,12,hidden=3")).toMatchObject({ lags: [1, 2, 12], hidden: 3 });
  });

  it("reads every whole number in range back as it was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1024 }), (n) => {
        expect(bind(`m:hidden=${n}`).hidden).toBe(n);
      }),
    );
  });
});

describe("a wrong spec underlines what is wrong", () => {
  it.each([
    ["m:hiden=3", "hiden", /no option "hiden"/, /"hidden"/],
    ["m:zzzzzz=3", "zzzzzz", /no option/, /options are hidden, rate/],
    ["m:hidden=0", "0", /whole number from 1 to 1024, not "0"/, undefined],
    ["m:hidden=1.5", "1.5", /whole number from 1 to 1024/, undefined],
    ["m:hidden=1e9", "1e9", /whole number/, undefined],
    ["m:hidden=x", "x", /whole number/, undefined],
    ["m:rate=2", "2", /number from 0.000001 to 1/, undefined],
    ["m:rate=NaN", "NaN", /number from/, undefined],
    ["m:rate=Infinity", "Infinity", /number from/, undefined],
    ["m:bias=maybe", "maybe", /true or false/, undefined],
    ["m:loss=hubre", "hubre", /one of huber, mse/, /"huber"/],
    ["m:order=1-1", "1-1", /3 whole numbers from 0 to 9/, undefined],
    ["m:order=1-x-1", "x", /3 whole numbers/, undefined],
    ["m:order=1,1,1", "1", /has no name/, /1-1-1/],
    ["m:1-12", "1-12", /whole numbers from 1 to 99/, /commas: 1,12/],
    ["m:1,rate", "rate", /rate needs a value/, /rate=VALUE: a number/],
    ["m:places=DE+", "DE+", /words joined by \+/, undefined],
    ["m:0", "0", /whole numbers from 1 to 99/, undefined],
    ["m:hidden=3,hidden=4", "hidden", /given twice/, undefined],
    ["m:", "", /missing/, /name:option=value/],
    ["m:hidden=", "hidden=", /a value is missing/, /name:option=value/],
    ["m:=3", "=3", /an option's name is missing/, /name:option=value/],
    ["m:hidden=3,", "", /missing/, /name:option=value/],
    [":hidden=3", ":", /does not start with a name/, /name:option=value/],
    ["m:toString=3", "toString", /no option/, undefined],
  ])("%s", (text, underlined, message, hint) => {
    const found = failure(text);
    expect(found.message).toMatch(message);
    if (hint) expect(found.hint).toMatch(hint);
    if (underlined) expect(found.underlined).toBe(underlined);
  });

  it("an option without its value is told what it takes", () => {
    const { lags: _, ...withoutBare } = schema;
    expect(failure("m:hidden", withoutBare)).toMatchObject({
      message: "m: hidden needs a value",
      hint: "Write hidden=VALUE: a whole number from 1 to 1024.",
    });
  });

  it("a model without options says so", () => {
    expect(failure("naive:hidden=3", {}).message).toBe("naive has no options");
  });

  it("a word may stand for a number, and is named among what is allowed", () => {
    const power = {
      type: "number",
      default: 1,
      min: -1,
      max: 2,
      words: { auto: 7 },
      summary: "",
    } as const;
    expect(bindOptions(parseSpec("m:power=auto"), { power }).power).toBe(7);
    expect(failure("m:power=often", { power }).message).toBe(
      'm: power must be a number from -1 to 2 or auto, not "often"',
    );
  });

  it("no text whatever makes it fail otherwise", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          bind(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

import { DataError } from "../../errors.js";
import { outOfBounds } from "../format/json-bounds.js";
import { parseJsonText } from "../format/json-text.js";
import { displayName } from "../source/errors.js";
import { textOf } from "../table/infer-column.js";
import { dateCheck, numberReader } from "./number-reader.js";
import type { JsonRowFormat, RowReader } from "./row-format.js";

/** Maximum number of characters of a line in messages. */
const MAX_SHOWN_CHARACTERS = 160;

/** Reads rows that are JSON objects, one a line. */
export function jsonRowReader(source: string, form: JsonRowFormat): RowReader {
  const { target, time, id } = form;
  const file = displayName(source);
  const read = numberReader(form.decimal, form.na);
  const dateExpected = dateCheck();
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  return (line, number) => {
    const text = decoder.decode(line).trim();
    if (text === "") return undefined;
    const refuse = (message: string) =>
      new DataError(message, { location: { file, line: number, text: shown(text) } });
    const odd = outOfBounds(line);
    if (odd !== undefined) throw refuse(`the JSON ${odd.what}`);
    let record: Record<string, unknown>;
    try {
      record = parseJsonText(text) as Record<string, unknown>;
    } catch {
      throw refuse("this is not JSON");
    }
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      throw refuse("the line is not a JSON object");
    }
    if (!Object.hasOwn(record, target)) throw refuse(`the object has no "${target}"`);
    const written = encoder.encode(textOf(record[target]).trim());
    const y = read(written, 0, written.length);
    if (typeof y === "string") {
      const held = shown(JSON.stringify(record[target]));
      throw refuse(`"${target}" holds ${held} where ${y} was expected`);
    }
    const ds = time === "" ? "" : textOf(record[time]);
    const expected = time === "" ? undefined : dateExpected(ds);
    if (expected !== undefined) {
      throw refuse(
        ds === ""
          ? `"${time}" holds no date`
          : `"${time}" holds ${shown(ds)} where ${expected} was expected`,
      );
    }
    return {
      y,
      ds,
      id: id === "" ? "" : textOf(record[id]),
    };
  };
}

function shown(text: string): string {
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS - 1)}…` : text;
}

import { createHash } from "node:crypto";
import { DataError } from "../../errors.js";
import type { State } from "../model.js";

/**
 * Plain data as bytes and back, in the layout of safetensors, so that other programs can read the
 * numbers, and nothing in a file is ever run:
 *
 *   8 bytes   length of the header, little-endian
 *   header    JSON, filled up with blanks to a multiple of 8 bytes
 *   tensors   F64 and F32, little-endian, one after the other without holes
 *
 * The header's `__metadata__` holds `document`, the data as JSON with null in place of each tensor.
 * A tensor's name is the JSON pointer to its place there. Numbers that JSON cannot hold (NaN, ±∞, −0)
 * are tensors without dimensions. `sha256` is that of the header without it, followed by the tensors.
 *
 * @see https://github.com/huggingface/safetensors#format and RFC 6901
 */
export interface Container {
  readonly document: State;
  /** Texts for people who open the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes; as in the format's own reader. */
const MAX_HEADER_BYTES = 100_000_000;
const MAX_DEPTH = 64;
const RESERVED_KEYS = ["document", "sha256"];

type Header = { __metadata__: Record<string, string> } & Record<string, TensorInfo>;

interface TensorInfo {
  readonly dtype: "F32" | "F64";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * @throws RangeError for metadata with a reserved name, objects with a key `__proto__`, data nested
 *   deeper than 64 levels, and a header beyond 100 MB
 */
export function encodeContainer({ document, metadata }: Container): Uint8Array {
  const reserved = RESERVED_KEYS.find((key) => Object.hasOwn(metadata, key));
  if (reserved !== undefined) throw new RangeError(`metadata "${reserved}" is reserved`);
  const tensors: { name: string; values: Float32Array | Float64Array; shape: number[] }[] = [];
  const text = JSON.stringify(
    withoutTensors(document, "", 0, (name, values, shape) => tensors.push({ name, values, shape })),
  );
  // Float64 first, so that every tensor is aligned to its element size.
  tensors.sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  const header = { __metadata__: { ...metadata, document: text } } as unknown as Header;
  let end = 0;
  for (const { name, values, shape } of tensors) {
    const begin = end;
    end += values.byteLength;
    const dtype = values instanceof Float32Array ? "F32" : "F64";
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const data = new Uint8Array(end);
  const view = new DataView(data.buffer);
  let offset = 0;
  for (const { values } of tensors) {
    if (values instanceof Float32Array) {
      for (const value of values) {
        view.setFloat32(offset, value, true);
        offset += 4;
      }
    } else {
      for (const value of values) {
        view.setFloat64(offset, value, true);
        offset += 8;
      }
    }
  }
  header.__metadata__.sha256 = digest(header, data);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  if (length > MAX_HEADER_BYTES) throw new RangeError(`a header of ${length} bytes is too long`);
  const bytes = new Uint8Array(8 + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(BLANK, 8, 8 + length);
  bytes.set(json, 8);
  bytes.set(data, 8 + length);
  return bytes;
}

const BLANK = 32;

/** What a file should be and how one is written, for messages. */
export interface FileKind {
  readonly name: string;
  readonly written: string;
}

const MODEL_FILE: FileKind = { name: "model file", written: "foretell train -o FILE" };

/**
 * Decodes untrusted bytes: whatever {@link encodeContainer} would not write is refused before anything
 * larger than the file itself is allocated.
 *
 * @param file its name in messages
 * @param kind what it should be
 * @throws DataError that says what is wrong
 */
export function decodeContainer(bytes: Uint8Array, file: string, kind = MODEL_FILE): Container {
  const hint = `Copy the file again, or write another: ${kind.written}.`;
  const refuse = (what: string) => new DataError(what, { hint, location: { file } });
  if (bytes.length < 8) throw refuse(`not a ${kind.name}: it ends before its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claimed = view.getBigUint64(0, true);
  if (claimed > BigInt(MAX_HEADER_BYTES)) {
    throw refuse(`not a ${kind.name}: its header would be ${claimed} bytes long`);
  }
  const start = 8 + Number(claimed);
  if (start > bytes.length) {
    throw refuse(`cut off: ${bytes.length} bytes, but its header alone ends at ${start}`);
  }
  const header = parseHeader(bytes.subarray(8, start), kind, refuse);
  const { document: text, sha256, ...metadata } = header.__metadata__;
  const data = bytes.subarray(start);
  const tensors = readTensors(header, data, refuse);
  delete header.__metadata__.sha256;
  if (sha256 !== digest(header, data)) throw refuse("damaged: its checksum does not match");
  const document = withTensors(parseStrictly(text, "document", refuse), "", tensors);
  if (tensors.size > 0) {
    throw refuse(`tensor "${tensors.keys().next().value}" has no place in its document`);
  }
  return { document, metadata };
}

type Refuse = (what: string) => DataError;

function digest(header: Header, data: Uint8Array): string {
  return createHash("sha256").update(JSON.stringify(header)).update(data).digest("hex");
}

function withoutTensors(
  value: State,
  pointer: string,
  depth: number,
  found: (name: string, values: Float32Array | Float64Array, shape: number[]) => void,
): State {
  if (depth > MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH} levels`);
  if (value instanceof Float32Array || value instanceof Float64Array) {
    found(pointer, value, [value.length]);
    return null;
  }
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    found(pointer, Float64Array.of(value), []);
    return null;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, i) => withoutTensors(item, `${pointer}/${i}`, depth + 1, found));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === "__proto__") throw new RangeError("a key cannot be __proto__");
      return [key, withoutTensors(item, `${pointer}/${pointerPart(key)}`, depth + 1, found)];
    }),
  );
}

function withTensors(
  value: State,
  pointer: string,
  tensors: Map<string, Float32Array | Float64Array | number>,
): State {
  if (value === null) {
    const tensor = tensors.get(pointer);
    if (tensor === undefined) return null;
    tensors.delete(pointer);
    return tensor;
  }
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) {
    return value.map((item, i) => withTensors(item, `${pointer}/${i}`, tensors));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withTensors(item, `${pointer}/${pointerPart(key)}`, tensors),
    ]),
  );
}

function pointerPart(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function parseHeader(bytes: Uint8Array, { name }: FileKind, refuse: Refuse): Header {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === BLANK) end--;
  if (Math.ceil(end / 8) * 8 !== bytes.length)
    throw refuse(`not a ${name}: its header is too long`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(0, end),
    );
  } catch {
    throw refuse(`not a ${name}: its header is not text`);
  }
  const header = parseStrictly(text, "header", refuse);
  const metadata = isRecord(header) ? header.__metadata__ : undefined;
  if (!isRecord(metadata) || !Object.values(metadata).every((v) => typeof v === "string")) {
    throw refuse("its header has no metadata");
  }
  for (const key of RESERVED_KEYS) {
    if (metadata[key] === undefined) {
      throw refuse(`its header has no ${key}`);
    }
  }
  return header as unknown as Header;
}

/** JSON exactly as JSON.stringify writes it, which rules out keys that are given twice. */
function parseStrictly(text: string, what: string, refuse: Refuse): State {
  if (nestsTooDeep(text)) throw refuse(`its ${what} is nested deeper than ${MAX_DEPTH} levels`);
  let value: State;
  try {
    value = JSON.parse(text, (key, item) => {
      if (key === "__proto__") throw new RangeError();
      return item;
    });
  } catch (error) {
    throw refuse(
      error instanceof RangeError ? `its ${what} has a key __proto__` : `its ${what} is not JSON`,
    );
  }
  if (JSON.stringify(value) !== text) {
    throw refuse(`its ${what} is not as foretell writes it: a key given twice, or changed by hand`);
  }
  return value;
}

/** Checked before parsing, so that recursion over the parsed value is safe. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === 92) i++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}

/** @returns by name; numbers for tensors without dimensions */
function readTensors(
  header: Header,
  data: Uint8Array,
  refuse: Refuse,
): Map<string, Float32Array | Float64Array | number> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const infos = Object.entries(header).filter(([name]) => name !== "__metadata__");
  const tensors = new Map<string, Float32Array | Float64Array | number>();
  let offset = 0;
  for (const [name, info] of infos.sort(([, a], [, b]) => beginning(a) - beginning(b))) {
    if (!isTensorInfo(info)) throw refuse(`tensor "${name}" is not described as one`);
    const { dtype, shape } = info;
    const [begin, end] = info.data_offsets;
    const size = dtype === "F64" ? 8 : 4;
    const count = shape[0] ?? 1;
    if (end > data.length) {
      throw refuse(`cut off: tensor "${name}" ends at byte ${end} of ${data.length}`);
    }
    if (begin !== offset) {
      throw refuse(
        begin < offset
          ? `tensor "${name}" overlaps the one before it`
          : `there is a hole before tensor "${name}"`,
      );
    }
    if (end - begin !== count * size) {
      throw refuse(`tensor "${name}" has ${end - begin} bytes for ${count} numbers of ${size}`);
    }
    const values = dtype === "F64" ? new Float64Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++) {
      values[i] =
        dtype === "F64"
          ? view.getFloat64(begin + i * size, true)
          : view.getFloat32(begin + i * size, true);
    }
    tensors.set(name, shape.length === 0 ? values[0] : values);
    offset = end;
  }
  if (offset !== data.length) {
    throw refuse(`${data.length - offset} bytes after its last tensor`);
  }
  return tensors;
}

function beginning(info: unknown): number {
  return isTensorInfo(info) ? info.data_offsets[0] : -1;
}

function isTensorInfo(info: unknown): info is TensorInfo {
  if (!isRecord(info) || Object.keys(info).length !== 3) return false;
  const { dtype, shape, data_offsets: offsets } = info;
  const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  return (
    (dtype === "F64" || dtype === "F32") &&
    Array.isArray(shape) &&
    shape.length <= 1 &&
    shape.every(whole) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(whole) &&
    offsets[0] <= offsets[1]
  );
}

function isRecord(value: unknown): value is Record<string, State> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

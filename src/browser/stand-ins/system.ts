// What modules of Node are asked for where there is no file, no thread and no other process.

export const existsSync = () => false;
export const isMainThread = true;
export const availableParallelism = () => 1;

/** Whether bytes are UTF-8, as that of node:buffer. */
export function isUtf8(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The last part of a path, as that of node:path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** There is nothing to read: what asks for a file has no name that leads to one. */
export function readFileSync(): never {
  throw new Error("a browser reads no files by their names");
}

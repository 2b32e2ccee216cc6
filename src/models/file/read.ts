import { readFile, stat } from "node:fs/promises";
import { DataError } from "../../errors.js";
import { decodeModel, type SavedModel } from "./model-file.js";
import { decodeModels } from "./several.js";

/**
 * Reads what `foretell train` wrote. {@link restoreModel} makes it ready to forecast.
 *
 * @example
 * const { spec, horizon, panel } = await readModel("sales.foretell");
 *
 * @throws DataError when there is no such file, or something else in it
 */
export async function readModel(path: string): Promise<SavedModel> {
  return decodeModel(await bytesOf(path), path);
}

/**
 * Reads all models of a file that `foretell train` wrote: one or several.
 *
 * @example
 * const [theta, ets] = await readModels("sales.foretell");
 *
 * @throws DataError when there is no such file, or something else in it
 */
export async function readModels(path: string): Promise<SavedModel[]> {
  return decodeModels(await bytesOf(path), path);
}

/** @throws DataError when there is no such file */
async function bytesOf(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    // A pipe or device may never end.
    if (!(await stat(path)).isFile()) throw new Error("not a regular file");
    bytes = await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      ENOENT: "no such file",
      ENOTDIR: "no such file",
      EACCES: "permission denied",
      ERR_FS_FILE_TOO_LARGE: "larger than 2 GiB",
    };
    throw new DataError((code && reasons[code]) ?? message, {
      hint: "foretell train -o FILE writes a model file.",
      location: { file: path },
    });
  }
  return bytes;
}

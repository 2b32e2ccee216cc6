import { closeSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Series } from "../data/panel/panel.js";
import type { WidePanel } from "../data/wide/wide-panel.js";
import { DataError } from "../errors.js";
import { columnsOfParts } from "./run-parts.js";
import type { SurveyedTable } from "./survey-table.js";
import { ColumnFile, seriesOf, sizeOf } from "./table/column-file.js";
import type { SurveyedFrame } from "./table/survey-rows.js";

/** A panel on the disk. */
export interface TableOnDisk {
  readonly panel: WidePanel;
  remove(): void;
}

/**
 * Writes the numbers of a table to the folder for temporary files, so that any series is found there. Ids
 * and lengths stay in memory.
 *
 * @returns undefined when the signal was aborted meanwhile
 * @throws DataError when there is no room on the disk
 */
export async function tableOnDisk(
  { reading, parts, series }: SurveyedTable,
  frame: SurveyedFrame,
  { threads, signal }: { readonly threads: number; readonly signal?: AbortSignal },
): Promise<TableOnDisk | undefined> {
  const files: ColumnFile[] = [];
  const folders: string[] = [];
  const store = () => {
    const folder = mkdtempSync(join(tmpdir(), "foretell-columns-"));
    folders.push(folder);
    const file = new ColumnFile(join(folder, "numbers"));
    files.push(file);
    // Without a name, nothing is left of a file however the process ends. Windows does not have that.
    if (process.platform !== "win32") removeFolders();
    return file;
  };
  const removeFolders = () => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  };
  const remove = () => {
    for (const { descriptor } of files) closeSync(descriptor);
    removeFolders();
  };
  try {
    const file = store();
    const ids: string[] = [];
    const lengths = new Uint32Array(series);
    const kinds = new Uint8Array(series);
    await columnsOfParts(parts, { reading, threads, ...(signal && { signal }) }, (columns) => {
      let at = 0;
      for (const [s, id] of columns.ids.entries()) {
        const [length, kind] = [columns.lengths[s], columns.kinds[s]];
        lengths[ids.length] = length;
        kinds[ids.length] = kind;
        ids.push(id);
        const size = sizeOf(length, kind);
        file.add(columns.numbers.subarray(at, at + size));
        at += size;
      }
    });
    if (signal?.aborted) {
      remove();
      return undefined;
    }
    const at = (place: number): Series =>
      seriesOf(
        ids[place],
        lengths[place],
        kinds[place],
        attempt(() => file.at(place)),
      );
    return {
      panel: {
        ...frame,
        series: { ...{ length: series, ids, lengths }, at, store: saying(store) },
      },
      remove,
    };
  } catch (error) {
    remove();
    throw noRoom(error);
  }
}

/** A store that says where there is no room. */
function saying(store: () => ColumnFile): () => Pick<ColumnFile, "add" | "at"> {
  return () => {
    const file = attempt(store);
    return {
      add: (values) => attempt(() => file.add(values)),
      at: (place) => attempt(() => file.at(place)),
    };
  };
}

/** @throws DataError where there is no room */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw noRoom(error);
  }
}

function noRoom(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ENOSPC" && code !== "EDQUOT" && code !== "EFBIG") return error;
  return new DataError(`there is no room in ${tmpdir()} for the numbers to learn from`, {
    hint: "Set TMPDIR to a folder with more space: they take some 32 bytes for each row.",
  });
}

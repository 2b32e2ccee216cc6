import { randomBytes } from "node:crypto";
import { accessSync, constants, statSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.js";

/**
 * Where planner and workers lay down data for each other, when Redis is to hold the jobs only. All of them
 * see the same files, whatever the place is called on each machine.
 */
export interface Exchange {
  put(name: string, data: Uint8Array): Promise<void>;
  /** @throws Error when there is no such file */
  get(name: string): Promise<Uint8Array>;
  /** Does nothing where there is no such file. */
  remove(name: string): Promise<void>;
}

/** Names that jobs may speak of: no path leads out of the exchange. */
export const EXCHANGE_NAME = /^[0-9a-z]{8,64}\.(?:series|rows|task|fit)$/;

/**
 * @param place a folder, or an address to which files can be PUT
 * @throws UsageError when it is neither
 */
export function openExchange(place: string): Exchange {
  if (/^https?:\/\//i.test(place)) return httpExchange(place);
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(place)) {
    throw new UsageError(
      `--data-at takes a folder or an http address, not ${place.replace(/:\/\/.*/, "://…")}`,
      "Mount the storage as a folder on all machines.",
    );
  }
  return folderExchange(place);
}

function folderExchange(folder: string): Exchange {
  try {
    if (!statSync(folder).isDirectory()) throw new Error("it is a file");
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: "there is no such folder", EACCES: "permission denied" }[code ?? ""];
    throw new UsageError(
      `cannot use --data-at ${folder}: ${why ?? message}`,
      "It must be a folder that planner and workers see and may write to.",
    );
  }
  return {
    async put(name, data) {
      const temporary = join(folder, `.${randomBytes(9).toString("hex")}.tmp`);
      try {
        await writeFile(temporary, data);
        await rename(temporary, join(folder, name));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    get: (name) => readFile(join(folder, name)),
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

function httpExchange(address: string): Exchange {
  const base = address.endsWith("/") ? address : `${address}/`;
  const request = async (name: string, init: RequestInit, missing = false) => {
    const response = await fetch(new URL(name, base), init);
    if (response.ok || (missing && response.status === 404)) return response;
    throw new Error(`${init.method ?? "GET"} of ${name} was answered with ${response.status}`);
  };
  return {
    async put(name, data) {
      await request(name, { method: "PUT", body: data as Uint8Array<ArrayBuffer> });
    },
    async get(name) {
      return new Uint8Array(await (await request(name, {})).arrayBuffer());
    },
    async remove(name) {
      await request(name, { method: "DELETE" }, true);
    },
  };
}

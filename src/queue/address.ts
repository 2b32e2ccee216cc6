import type { RedisOptions } from "bullmq";
import { UsageError } from "../errors.js";

/** Where a Redis or Valkey server is, and how it may be spoken of. */
export interface QueueAddress {
  /** For the client. Holds the password. */
  readonly options: RedisOptions;
  /** The address without user and password, for messages. */
  readonly shown: string;
  /** Whether the password stood on the command line, which other users of the machine can read. */
  readonly exposed: boolean;
}

const DEFAULT_PORT = 6379;
const EXAMPLE = "Write redis://host:6379, or rediss://host:6379 with TLS.";

/**
 * The server that `--on` names, or that of `FORETELL_REDIS` where `--on` stands alone. The password comes
 * from the address, or from `FORETELL_REDIS_PASSWORD`.
 *
 * @param given what follows `--on`; undefined when nothing does
 * @throws UsageError that never repeats a password
 */
export function queueAddress(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): QueueAddress {
  const text = given ?? environment.FORETELL_REDIS;
  if (text === undefined || text === "") {
    throw new UsageError(
      "--on names no server, and FORETELL_REDIS is not set",
      `${EXAMPLE} A password belongs in FORETELL_REDIS or FORETELL_REDIS_PASSWORD.`,
    );
  }
  const from = given === undefined ? "FORETELL_REDIS" : "--on";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === "") {
    // What is no address may still hold a password.
    const scheme = /^[a-z][a-z\d+.-]*:(?=\/\/)/i.exec(text)?.[0];
    const found = scheme && !/^rediss?:$/i.test(scheme) ? `, it begins with ${scheme}//` : "";
    throw new UsageError(`${from} must be the address of a Redis server${found}`, EXAMPLE);
  }
  if (url.search !== "" || url.hash !== "") {
    throw new UsageError(
      `${from} takes no settings after a ? or #`,
      "Leave out what follows. Special characters of a password are written as %3F for ? and %23 for #.",
    );
  }
  const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? DEFAULT_PORT : Number(url.port);
  const db = databaseOf(url.pathname, from);
  const username = decoded(url.username, from);
  const password = decoded(url.password, from) || environment.FORETELL_REDIS_PASSWORD;
  const secure = url.protocol === "rediss:";
  return {
    options: {
      ...{ host, port, db },
      ...(username && { username }),
      ...(password && { password }),
      ...(secure && { tls: { servername: host } }),
    },
    shown: `${url.protocol}//${url.hostname}:${port}${db > 0 ? `/${db}` : ""}`,
    exposed: given !== undefined && url.password !== "",
  };
}

function databaseOf(path: string, from: string): number {
  if (path === "" || path === "/") return 0;
  const [, digits] = /^\/(\d{1,4})\/?$/.exec(path) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new UsageError(
    `what follows the host in ${from} must be the number of a database`,
    "Such as redis://host:6379/2.",
  );
}

function decoded(text: string, from: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(
      `the user or password in ${from} holds a % that begins no character`,
      "Write % as %25, or put the password into FORETELL_REDIS_PASSWORD as it is.",
    );
  }
}

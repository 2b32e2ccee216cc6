import { DataError } from "../../errors.js";
import { displayName } from "./errors.js";
import { describeBytes, tooLargeError } from "./size-limits.js";

/** Bytes that are fetched at most unless `--max-bytes` says otherwise. */
const MAX_DOWNLOAD_BYTES = 2 ** 30;
/** Seconds without a byte after which a download is given up unless `--timeout` says otherwise. */
const DEFAULT_TIMEOUT = 30;
const MAX_REDIRECTS = 5;

/** How a URL is fetched. */
export interface DownloadOptions {
  readonly maxBytes?: number | undefined;
  /** Seconds to wait for the server each time. */
  readonly timeout?: number | undefined;
}

/**
 * The bytes of a URL as they arrive, content encodings of the connection undone. User and password in the
 * URL are sent by basic authentication, to its own server only.
 *
 * @throws DataError when the server cannot be reached or refuses, sends nothing for too long, too much, or
 *   breaks off
 */
export async function* download(
  source: string,
  { maxBytes = MAX_DOWNLOAD_BYTES, timeout = DEFAULT_TIMEOUT }: DownloadOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const name = displayName(source);
  const patience = new Patience(timeout);
  let received = 0;
  try {
    patience.begin();
    const response = await follow(source, patience.signal);
    const { body, headers } = response;
    if (!response.ok) {
      await body?.cancel();
      throw refused(name, response);
    }
    const announced = Number(headers.get("content-length") ?? 0);
    if (announced > maxBytes) {
      await body?.cancel();
      throw tooLargeError(source, maxBytes);
    }
    if (body === null) return;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      patience.end();
      received += chunk.length;
      if (received > maxBytes) throw tooLargeError(source, maxBytes);
      yield chunk;
      patience.begin();
    }
  } catch (error) {
    throw patience.isOver ? late(name, timeout, received) : explained(name, error, received);
  } finally {
    patience.end();
  }
}

/** Aborts what takes longer than some seconds from one step to the next. */
class Patience {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly seconds: number) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  begin(): void {
    this.end();
    this.timer = setTimeout(() => this.controller.abort(), 1000 * this.seconds);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

/** Follows redirects by hand, so that none leads from https to http or takes a password along. */
async function follow(source: string, signal: AbortSignal): Promise<Response> {
  let url = parsed(source);
  let authorization = basicAuthorization(url);
  for (let hops = 0; ; hops++) {
    const response = await fetch(url, {
      redirect: "manual",
      signal,
      headers: {
        accept: "text/csv, application/json;q=0.9, */*;q=0.8",
        ...(authorization && { authorization }),
      },
    });
    const { status } = response;
    const location = response.headers.get("location");
    if (status < 300 || status >= 400 || location === null) return response;
    await response.body?.cancel();
    const name = displayName(source);
    if (hops === MAX_REDIRECTS) {
      throw new DataError(`${name}: more than ${MAX_REDIRECTS} redirects`, {
        hint: "Open it in a browser and use the address where it ends.",
      });
    }
    const next = parsed(location, url, name);
    if (url.protocol === "https:" && next.protocol !== "https:") {
      throw new DataError(`${name}: the server redirects to ${next.href}, which is not https`, {
        hint: "If you trust that address, use it directly.",
      });
    }
    if (next.origin !== url.origin) authorization = undefined;
    url = next;
  }
}

function parsed(text: string, base?: URL, name = displayName(text)): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new DataError(
    base === undefined
      ? `${name} is not a valid URL`
      : `${name}: the server redirects to ${text}, which is not an http or https address`,
    { hint: "Check the address in a browser." },
  );
}

/** Takes user and password out of the URL, as fetch refuses them there. */
function basicAuthorization(url: URL): string | undefined {
  const { username, password } = url;
  if (username === "" && password === "") return undefined;
  url.username = "";
  url.password = "";
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

function refused(name: string, { status, statusText }: Response): DataError {
  const words: Readonly<Record<number, readonly [string, string]>> = {
    401: ["the server asks for a login", "Write https://USER:PASSWORD@…, or download the file."],
    403: ["the server refuses access", "May you open it in a browser? Then download the file."],
    404: ["there is nothing at this address", "Check it in a browser."],
    410: ["the file is no longer at this address", "Look for its new address."],
    429: ["the server accepts no more requests for now", "Try again in a few minutes."],
  };
  const [what, hint] = words[status] ?? [
    status >= 500
      ? "the server has failed"
      : `the server refuses${statusText && `: ${statusText}`}`,
    status >= 500 ? "Try again later." : "Check the address in a browser.",
  ];
  return new DataError(`${name}: ${what} (HTTP ${status})`, { hint });
}

function late(name: string, timeout: number, received: number): DataError {
  const what =
    received === 0
      ? `no answer within ${timeout} seconds`
      : `nothing more came for ${timeout} seconds, after ${describeBytes(received)}`;
  return new DataError(`${name}: ${what}`, {
    hint: `Wait longer with --timeout ${4 * timeout}, or download the file first.`,
  });
}

/** Why a connection failed, by the code of the system or of Node's fetch. */
const FAILURES: Readonly<Record<string, readonly [string, string]>> = {
  ENOTFOUND: ["there is no such server", "Check the address, and that you are online."],
  EAI_AGAIN: ["the server's name cannot be looked up", "Check that you are online."],
  ECONNREFUSED: ["the server refuses the connection", "Check the address and its port."],
  EHOSTUNREACH: ["the server cannot be reached", "Check that you are online."],
  ENETUNREACH: ["the server cannot be reached", "Check that you are online."],
  ETIMEDOUT: ["the server does not answer", "Try again later."],
  UND_ERR_CONNECT_TIMEOUT: ["the server does not answer", "Try again later."],
};

function explained(name: string, error: unknown, received: number): unknown {
  if (error instanceof DataError || !(error instanceof Error)) return error;
  const { cause } = error as { cause?: { code?: string; message?: string } };
  const code = cause?.code ?? "";
  if (received > 0 || code === "UND_ERR_SOCKET" || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
    return new DataError(
      `${name}: the connection broke off${received > 0 ? ` after ${describeBytes(received)}` : ""}`,
      { hint: "Try again, or download the file first." },
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return new DataError(`${name}: the server's certificate is not valid (${code})`, {
      hint: "NODE_EXTRA_CA_CERTS=FILE adds the certificates of your organisation.",
    });
  }
  if (code.startsWith("Z_")) {
    return new DataError(`${name}: what the server sends is packed and damaged`, {
      hint: "Try again, or download the file first.",
    });
  }
  const [what, hint] = FAILURES[code] ?? [
    `cannot be fetched (${code || (cause?.message ?? error.message)})`,
    "Check the address in a browser.",
  ];
  return new DataError(`${name}: ${what}`, { hint });
}

import * as z from "zod";
import { version } from "../../../../package.json";
import { ExitCode, UsageError } from "../../../errors.js";
import { documents } from "../../../report/schemas.js";
import { openConsole } from "../../shared/console.js";
import type { GlobalOptions } from "../../shared/options.js";
import { type Answer, runCall } from "./run-call.js";
import { callOf, type Tool, tools } from "./tools.js";

/**
 * `foretell mcp`: a server of the Model Context Protocol on stdin and stdout, until the client leaves.
 *
 * @returns the exit code
 * @throws UsageError when the protocol's SDK is not installed
 * @see https://modelcontextprotocol.io/specification/2025-06-18/server/tools
 */
export async function serveTools(options: GlobalOptions): Promise<number> {
  const { Server, StdioServerTransport, ListToolsRequestSchema, CallToolRequestSchema } =
    await protocol();
  const server = new Server(
    { name: "foretell", version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  const gone = new AbortController();
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) return failed(`there is no tool "${params.name}"`);
    try {
      const call = callOf(tool, params.arguments);
      return resultOf(await runCall(call, AbortSignal.any([signal, gone.signal])));
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  });
  const ended = new Promise<void>((resolve) => {
    process.stdin.once("end", resolve).once("close", resolve);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await server.connect(new StdioServerTransport());
  if (process.stdin.isTTY) {
    const { note } = await openConsole(options);
    note("waiting for a client on stdin: agents start this command themselves; Ctrl-C ends it");
  }
  await ended;
  gone.abort();
  await server.close();
  return ExitCode.done;
}

const INSTRUCTIONS =
  "Time-series forecasts. Call inspect first to see how a table is read, backtest to choose a model, then forecast. Results are the same for the same data, options and seed.";

/** The parts of the SDK, which only this command needs. */
async function protocol() {
  try {
    const [{ Server }, { StdioServerTransport }, types] = await Promise.all([
      import("@modelcontextprotocol/sdk/server/index.js"),
      import("@modelcontextprotocol/sdk/server/stdio.js"),
      import("@modelcontextprotocol/sdk/types.js"),
    ]);
    return { Server, StdioServerTransport, ...types };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "foretell mcp needs the package @modelcontextprotocol/sdk, which is not installed",
      "Run npm install @modelcontextprotocol/sdk where foretell is installed (-g for a global one).",
    );
  }
}

function described({ name, description, input, output, writes }: Tool) {
  return {
    name,
    description,
    inputSchema: objectSchema(input),
    outputSchema: objectSchema(documents[output]),
    annotations: { readOnlyHint: !writes, destructiveHint: writes, idempotentHint: true },
  };
}

/** In the draft that clients check by. */
function objectSchema(schema: z.ZodType): { type: "object"; [key: string]: unknown } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-7" });
  return { ...rest, type: "object" };
}

/** The document, also as text for clients that read nothing else, with the warnings below it. */
function resultOf({ document, messages }: Answer) {
  const told = messages.map((message) => text(JSON.stringify(message)));
  if (!document) return { content: told.slice(-1), isError: true };
  return { content: [text(JSON.stringify(document)), ...told], structuredContent: document };
}

function failed(message: string) {
  return { content: [text(JSON.stringify({ error: { code: "usage", message } }))], isError: true };
}

function text(content: string) {
  return { type: "text" as const, text: content };
}

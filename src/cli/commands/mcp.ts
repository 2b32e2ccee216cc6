import { Command } from "commander";
import { below } from "../shared/help.js";
import type { GlobalOptions } from "../shared/options.js";

export function mcpCommand(done: (code: number) => void): Command {
  return new Command("mcp")
    .description("serve inspect, forecast, backtest, check and models to agents")
    .addHelpText("after", below(NOTES))
    .action(async (_options, self: Command) => {
      const { serveTools } = await import("../run/mcp/server.js");
      done(await serveTools(self.optsWithGlobals<GlobalOptions>()));
    });
}

const NOTES = `
A server of the Model Context Protocol on stdin and stdout, to be started by a client such as an
assistant or an editor. It needs the package @modelcontextprotocol/sdk beside foretell. Its tools read
the files and URLs that whoever started it may read, and data that come with a call.

Examples:
  foretell mcp
  npx --yes --package foretell --package @modelcontextprotocol/sdk foretell mcp`;

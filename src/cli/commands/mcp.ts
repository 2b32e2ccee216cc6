import { Command } from "commander";
import type { GlobalOptions } from "../shared/options.js";

export function mcpCommand(done: (code: number) => void): Command {
  return new Command("mcp")
    .description("serve inspect, forecast, backtest, check and models to agents")
    .addHelpText("after", NOTES)
    .action(async (_options, self: Command) => {
      const { serveTools } = await import("../run/mcp/server.js");
      done(await serveTools(self.optsWithGlobals<GlobalOptions>()));
    });
}

const NOTES = `
A server of the Model Context Protocol on stdin and stdout, for a client such as an assistant or an
editor to start. It needs the package @modelcontextprotocol/sdk beside foretell. Tools read files and
URLs as the one who started it may, and data that are sent along.

Examples:
  foretell mcp
  npx --yes --package foretell --package @modelcontextprotocol/sdk foretell mcp`;

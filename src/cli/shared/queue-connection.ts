import { queueAddress } from "../../queue/address.js";
import { Connection } from "../../queue/connect.js";

/**
 * The server of `--on`, with what is said when it goes away and comes back.
 *
 * @throws UsageError for an address that is none
 */
export function openConnection(
  on: string | true | undefined,
  say: (text: string) => void,
  warn: (message: string) => void,
): Connection {
  const address = queueAddress(on === true ? undefined : on, process.env);
  if (address.exposed) {
    // What lists processes shows this name from now on, instead of the arguments.
    process.title = "foretell";
    warn(
      "a password on the command line can be seen by others when the program starts, and stays in the shell's history: put the address into FORETELL_REDIS",
    );
  }
  return new Connection(address, {
    onLost: (reason) => say(`Redis at ${address.shown} is gone (${reason}); waiting for it`),
    onBack: () => say(`Redis at ${address.shown} is back`),
  });
}

import { Option } from "commander";

export interface QueueOptions {
  /** Address of the server; true where `--on` stands alone. */
  readonly on?: string | true;
  readonly dataAt?: string;
}

export function onOption(description: string): Option {
  return new Option("--on [url]", description);
}

export function dataAtOption(): Option {
  return new Option(
    "--data-at <place>",
    "folder or http address that all machines see, for data that Redis should not hold",
  );
}

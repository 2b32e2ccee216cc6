import type { Command, Option } from "commander";
import { settingName, takesValue } from "./apply.js";

type Schema = Readonly<Record<string, unknown>>;

const SOURCE: Schema = {
  description:
    "What is read where the command line names nothing: a file, pattern, URL or dataset.",
  type: "string",
};

/** JSON Schema (draft 2020-12) of `foretell.config.json`, made of the options that commands declare. */
export function configSchema(program: Command): Schema {
  const commands = program.commands.filter((command) => command.name() !== "help");
  const shared = propertiesOf([program, ...commands].flatMap(({ options }) => options));
  const sectionOf = (options: readonly Option[]) =>
    Object.fromEntries(
      Object.entries(propertiesOf(options)).map(([name, schema]) => [
        name,
        isSame(schema, shared[name]) ? { $ref: `#/properties/${name}` } : schema,
      ]),
    );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "foretell.config.json",
    description:
      "Settings of foretell. A key is an option of the command line without dashes before it; flags of the command line win.",
    type: "object",
    properties: {
      $schema: { type: "string" },
      source: SOURCE,
      ...shared,
      ...Object.fromEntries(
        commands.map((command) => [
          command.name(),
          {
            description: `Settings of foretell ${command.name()} alone, which win over those of all commands.`,
            type: "object",
            properties: { source: { $ref: "#/properties/source" }, ...sectionOf(command.options) },
            additionalProperties: false,
          },
        ]),
      ),
    },
    additionalProperties: false,
  };
}

function propertiesOf(options: readonly Option[]): Record<string, Schema> {
  const byName = new Map<string, Option[]>();
  for (const option of options) {
    const name = settingName(option);
    byName.set(name, [...(byName.get(name) ?? []), option]);
  }
  const properties: Record<string, Schema> = {};
  for (const [name, alike] of byName) {
    if (["", "config", "version"].includes(name)) continue;
    properties[name] = schemaOf(alike);
  }
  return properties;
}

function isSame(schema: Schema, other: Schema): boolean {
  return JSON.stringify(schema) === JSON.stringify(other);
}

/** What one option takes, or the options of several commands that share its name. */
function schemaOf(options: readonly Option[]): Schema {
  const taken = options.filter(takesValue);
  const { description } = taken[0] ?? options[0];
  const kinds: Schema[] = [];
  if (options.some((option) => option.isBoolean() || option.negate))
    kinds.push({ type: "boolean" });
  if (taken.length > 0) {
    const choices = taken.every(({ argChoices }) => argChoices !== undefined)
      ? [...new Set(taken.flatMap(({ argChoices }) => argChoices!))]
      : undefined;
    if (choices !== undefined) kinds.push({ enum: choices });
    else if (taken.every(({ flags }) => /<n>/.test(flags))) kinds.push({ type: "integer" });
    else {
      const single = { type: ["string", "number"] };
      kinds.push(single, { type: "array", items: single, minItems: 1 });
    }
  }
  return { description, ...(kinds.length === 1 ? kinds[0] : { anyOf: kinds }) };
}

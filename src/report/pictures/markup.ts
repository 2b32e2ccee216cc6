import { INVISIBLE } from "../text/printable.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Foreign text as it may stand in XML and HTML, between tags and in quotes. What could turn the direction
 * of the text around it, or is no character of XML, is shown as �.
 */
export function escapeMarkup(text: string): string {
  return text
    .replace(INVISIBLE, "�")
    .replace(
      /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g,
      "�",
    )
    .replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `content` is markup already, attributes are not. */
export function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
    .join("");
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** The beginning of a long text; whole characters only. */
export function shorten(text: string, characters: number): string {
  const all = Array.from(text);
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join("")}…`;
}

import { stripVTControlCharacters } from "node:util";
import type { ChalkInstance } from "chalk";
import { lexer, type Token, type Tokens } from "marked";
import { type Appearance, paint } from "../text/appearance.js";
import { table } from "../text/table.js";
import { wrap, wrapCommand } from "../text/wrap.js";

/** Lines of prose longer than this are hard to read. */
const MAX_WIDTH = 100;
/** Columns before a block of code, and between a term and what is said of it. */
const INDENT = 4;

/** A section of a page: a heading and all that stands below it. */
export interface Section {
  readonly heading: string;
  /** 1 for the page itself. */
  readonly depth: number;
  readonly tokens: readonly Token[];
}

/** The sections of a page, each with those within it. */
export function sectionsOf(markdown: string): Section[] {
  const tokens = lexer(markdown);
  return tokens.flatMap((token, i): Section[] => {
    if (token.type !== "heading") return [];
    const { depth, tokens: inner = [] } = token as Tokens.Heading;
    const end = tokens.findIndex(
      (other, k) => k > i && other.type === "heading" && (other as Tokens.Heading).depth <= depth,
    );
    return [
      {
        heading: plainText(inner),
        depth,
        tokens: tokens.slice(i, end < 0 ? undefined : end),
      },
    ];
  });
}

/** Markdown as a terminal shows it. */
export function manualText(tokens: readonly Token[], appearance: Appearance): string {
  const width = Math.min(appearance.width, MAX_WIDTH);
  return `${blocks(tokens, { ...appearance, width }, paint(appearance)).join("\n\n")}\n`;
}

function blocks(tokens: readonly Token[], appearance: Appearance, chalk: ChalkInstance): string[] {
  return tokens.flatMap((token): string[] => {
    switch (token.type) {
      case "heading": {
        const { depth, tokens: inner = [] } = token as Tokens.Heading;
        const text = plainText(inner);
        return [chalk.bold(depth === 1 ? text.toUpperCase() : text)];
      }
      case "paragraph":
      case "text":
        return [wrap(inline(token, appearance, chalk), appearance.width)];
      case "code": {
        const { text, lang } = token as Tokens.Code;
        const lines = text.split("\n");
        const room = appearance.width - INDENT;
        const shown =
          lang === "sh" && lines.some((line) => line.length > room)
            ? lines.flatMap((line) => withinWidth(line, room))
            : lines;
        return [
          shown.map((line) => chalk.cyan(`${" ".repeat(INDENT)}${line}`.trimEnd())).join("\n"),
        ];
      }
      case "list":
        return [list(token as Tokens.List, appearance, chalk)];
      case "table":
        return [tableText(token as Tokens.Table, appearance, chalk)];
      case "blockquote":
        return blocks((token as Tokens.Blockquote).tokens, appearance, chalk);
      case "space":
      case "html":
        return [];
      default:
        return [token.raw.trim()];
    }
  });
}

/** A line of a shell with what is said of it above, both broken between words. */
function withinWidth(line: string, room: number): string[] {
  const [, command = line, remark] = /^(\S.*?)\s+# (.*)$/.exec(line) ?? [];
  const above = remark === undefined ? [] : wrap(remark, room - 2).split("\n");
  return [...above.map((part) => `# ${part}`), ...wrapCommand(command, room).split("\n")];
}

function list(
  { ordered, start, items }: Tokens.List,
  appearance: Appearance,
  chalk: ChalkInstance,
): string {
  return items
    .map(({ tokens }, i) => {
      const mark = ordered ? `${Number(start) + i}. ` : appearance.plain ? "- " : "• ";
      const room = { ...appearance, width: appearance.width - mark.length };
      const text = blocks(tokens, room, chalk).join("\n\n");
      return mark + text.split("\n").join(`\n${" ".repeat(mark.length)}`);
    })
    .join("\n");
}

/** A table, or where it is too wide for the terminal a paragraph for each row. */
function tableText(
  { header, rows }: Tokens.Table,
  appearance: Appearance,
  chalk: ChalkInstance,
): string {
  const cell = ({ tokens }: Tokens.TableCell) => spans(tokens, appearance, chalk);
  const columns = header.map((one) => ({ title: plainText(one.tokens) }));
  const cells = rows.map((row) => row.map(cell));
  const drawn = table(columns, cells, appearance);
  const widest = Math.max(
    ...drawn.split("\n").map((line) => stripVTControlCharacters(line).length),
  );
  if (widest <= appearance.width) return drawn;
  return cells
    .map(([first, ...others]) => {
      const said = others.flatMap((text, c) => {
        const title = columns[c + 1].title;
        return text === "" ? [] : [others.length > 1 && title ? `${title}: ${text}` : text];
      });
      const room = appearance.width - INDENT;
      const below = said.map((text) =>
        wrap(text, room)
          .split("\n")
          .map((line) => " ".repeat(INDENT) + line)
          .join("\n"),
      );
      return [chalk.bold(wrap(first, appearance.width)), ...below].join("\n");
    })
    .join("\n");
}

function inline(token: Token, appearance: Appearance, chalk: ChalkInstance): string {
  const { tokens } = token as Tokens.Generic;
  return tokens === undefined
    ? unescaped((token as Tokens.Text).text)
    : spans(tokens, appearance, chalk);
}

function spans(tokens: readonly Token[], appearance: Appearance, chalk: ChalkInstance): string {
  return tokens
    .map((token): string => {
      const within = () => spans((token as Tokens.Generic).tokens ?? [], appearance, chalk);
      switch (token.type) {
        case "codespan": {
          const { text } = token as Tokens.Codespan;
          return appearance.color ? chalk.cyan(text) : `\`${text}\``;
        }
        case "strong":
          return chalk.bold(within());
        case "em":
          return appearance.color ? chalk.italic(within()) : within();
        case "link":
          return link(token as Tokens.Link, within());
        case "br":
          return " ";
        default:
          return inlineText(token);
      }
    })
    .join("")
    .replace(/\s+/g, " ");
}

function inlineText(token: Token): string {
  return unescaped((token as Tokens.Text).text ?? token.raw);
}

/** Pages of the manual by the command that shows them, others by their address. */
function link({ href }: Tokens.Link, text: string): string {
  const page = /^([a-z]+)\.md/.exec(href)?.[1];
  if (page !== undefined) return `${text} (foretell help ${page})`;
  return /^https?:/.test(href) && !href.includes(stripVTControlCharacters(text))
    ? `${text} (${href})`
    : text;
}

/** The text alone. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const { tokens: inner, text } = token as Tokens.Generic;
      return inner ? plainText(inner) : unescaped(text ?? token.raw);
    })
    .join("");
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
  };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (sign) => signs[sign]);
}

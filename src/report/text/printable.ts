/**
 * Foreign text without the control characters that would reach the terminal. Errors need it, and so every
 * start of the program: it stands apart from the other formats and what they load.
 */
export function printable(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "�");
}

const ENDINGS = /(\.(csv|tsv|txt|dat|json|jsonl|ndjson|tsf))?(\.gz)?$/i;

// A page has a file or a text, never several by a list or a pattern.

export const namesOfList = (): undefined => undefined;

/** The name of a file without endings, for a series that has no other name. */
export function baseName(source: string): string {
  return source.replace(ENDINGS, "") || source;
}

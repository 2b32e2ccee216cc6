/** Formats that a table of results is written in. */
export const TABLE_FORMATS = ["csv", "tsv", "ndjson", "markdown", "parquet", "xlsx"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Formats that show results. */
export const PICTURE_FORMATS = ["svg", "png", "html"] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** All formats; `table` is for a terminal, `json` one document. */
export type FileFormat = "table" | "json" | TableFormat | PictureFormat;

/** Whether a format shows results rather than writing them down. */
export function isPicture(format: FileFormat): format is PictureFormat {
  return (PICTURE_FORMATS as readonly FileFormat[]).includes(format);
}

/** What a file is to hold, whole or piece by piece where it is much. */
export type Pieces = string | Uint8Array | Generator<string | Uint8Array>;

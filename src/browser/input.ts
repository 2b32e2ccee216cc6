/** A table as a browser has it: the text of CSV or JSON, a File that was dropped, or bytes. */
export type Input = string | Blob | Uint8Array;

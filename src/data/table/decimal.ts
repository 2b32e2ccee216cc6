/** The sign between ones and tenths. */
export type Decimal = "." | ",";

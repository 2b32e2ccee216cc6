/** Recursions of ARIMA run in JavaScript here, to the same bits. */
export const innovationsBase64 = "";

export { axpy, copy, fill } from "./elementwise";
export { gemm } from "./gemm";
export { gruBackward, gruBeforeBackward, gruBeforeForward, gruForward } from "./gru";
export { huberBackward, huberForward, mseBackward, mseForward } from "./loss";
export { adam, clampValues, rmsprop, sgd } from "./optimizer";
export { arithmeticPeak } from "./peak";
export { columnSums, fillRows, norm, sumOfSquares, transpose } from "./rows";
export { sequenceBackward, sequenceForward } from "./sequence";

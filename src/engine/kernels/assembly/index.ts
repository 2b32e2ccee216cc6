export { axpy, copy, fill } from "./elementwise";
export { gemm } from "./gemm";
export { huberBackward, huberForward, mseBackward, mseForward } from "./loss";
export { gruBackward, gruBeforeBackward, gruBeforeForward, gruForward } from "./gru";
export { adam } from "./optimizer";
export { sequenceBackward, sequenceForward } from "./sequence";
export { columnSums, fillRows, norm, sumOfSquares, transpose } from "./rows";

export { axpy, copy, fill } from "./elementwise";
export { gemm } from "./gemm";
export { huberBackward, huberForward, mseBackward, mseForward } from "./loss";
export { lstmBackward, lstmForward } from "./lstm";
export { adam } from "./optimizer";
export { columnSums, fillRows, norm, sumOfSquares, transpose } from "./rows";

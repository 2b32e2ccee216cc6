export { unary, unaryBackward } from "./activation";
export { gemmBatch } from "./batch";
export { binCodes, countBins, partRows } from "./bins";
export {
  averagePoolBackward,
  averagePoolForward,
  conv1dBackward,
  conv1dForward,
  maxPoolBackward,
  maxPoolForward,
} from "./convolution";
export { dropoutBackward, dropoutForward } from "./dropout";
export { axpy, copy, fill, scaleShift } from "./elementwise";
export { gather, scatterAdd } from "./gather";
export { gemm } from "./gemm";
export { gruBackward, gruBeforeBackward, gruBeforeForward, gruForward } from "./gru";
export { influence } from "./influence";
export { lossBackward, lossForward, quantileBackward, quantileForward } from "./loss";
export { mingruBackward, mingruForward } from "./mingru";
export { mlstmBackward, mlstmForward } from "./mlstm";
export {
  layerNormBackward,
  layerNormForward,
  softmaxBackward,
  softmaxForward,
} from "./normalization";
export { neighbourRoom, neighbours } from "./neighbours";
export { adam, clampValues, rmsprop, sgd } from "./optimizer";
export { arithmeticPeak } from "./peak";
export { reduce } from "./reduce";
export { columnSums, fillRows, norm, sumOfSquares, transpose } from "./rows";
export { sequenceBackward, sequenceForward } from "./sequence";
export { solveBackward, solveForward } from "./solver";
export { binary, strided } from "./strided";
export { warp } from "./warp";

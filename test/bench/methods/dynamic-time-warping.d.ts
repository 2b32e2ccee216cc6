declare module "dynamic-time-warping" {
  export default class DynamicTimeWarping {
    constructor(
      a: ArrayLike<number>,
      b: ArrayLike<number>,
      distance: (x: number, y: number) => number,
    );
    getDistance(): number;
  }
}

/** @throws RangeError unless there is one forecast for each observation */
export function requireSameLength(actual: ArrayLike<number>, forecast: ArrayLike<number>): void {
  if (actual.length !== forecast.length) {
    throw new RangeError(`${actual.length} observations but ${forecast.length} forecasts`);
  }
}

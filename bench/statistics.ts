/** The middle of the values; the mean of the two middle ones when there is an even number of them. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which this part of the values lies, between the two nearest ones. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** The median with the range of the middle half: `52.1 (50.3–54.0)`. */
export function spread(values: readonly number[]): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(values, part).toFixed(1))
  return `${middle ?? ''} (${low ?? ''}–${high ?? ''})`
}

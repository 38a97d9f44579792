/** Levels of maps and lists in content. Deeper content is refused, so that whoever walks it may recurse. */
export const MAX_DEPTH = 500

/** Values in content, those that YAML aliases repeat included. */
export const MAX_NODES = 2_000_000

/** Content as it was parsed, each part with its offset in the text (UTF-16 units). */
export type ContentNode = ScalarNode | ListNode | MapNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly offset: number
  readonly value: string | number | boolean | null
  /** Equal for two scalars that have the same value: `1.0` and `1`. */
  readonly identity: string
  /** Equal for two scalars exactly when every reader takes them for the same: `1.0` may be another type than `1`. */
  readonly spelling: string
}

/** Identity and spelling of a scalar that can be written in one way only. */
export function alike(identity: string): Pick<ScalarNode, 'identity' | 'spelling'> {
  return { identity, spelling: identity }
}

export interface ListNode {
  readonly kind: 'list'
  readonly offset: number
  readonly items: readonly ContentNode[]
}

export interface MapNode {
  readonly kind: 'map'
  readonly offset: number
  readonly entries: readonly MapEntry[]
}

export interface MapEntry {
  readonly key: string
  readonly keyOffset: number
  readonly keyIdentity: string
  readonly value: ContentNode
}

/** Something wrong at an offset of the text. */
export interface OffsetProblem {
  readonly message: string
  readonly offset: number
}

/** The plain value of parsed content: records, arrays, texts, numbers, booleans and null. */
export function valueOf(node: ContentNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(valueOf)
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, valueOf(value)]))
  }
}

/**
 * The offset of the value at `path`; when there is none, that of the key of the nearest ancestor that exists.
 * A number and its text are the same step, because JSON pointers do not tell them apart.
 */
export function offsetAt(root: ContentNode, path: readonly (string | number)[]): number {
  let node = root
  let keyOffset = root.offset
  for (const step of path) {
    const next = child(node, step)
    if (next === undefined) return keyOffset
    node = next.node
    keyOffset = next.keyOffset
  }
  return node.offset
}

function child(
  node: ContentNode,
  step: string | number,
): { readonly node: ContentNode; readonly keyOffset: number } | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined
    case 'list': {
      const item = /^\d+$/.test(String(step)) ? node.items[Number(step)] : undefined
      return item && { node: item, keyOffset: item.offset }
    }
    case 'map': {
      const entry = node.entries.find(({ key }) => key === String(step))
      return entry && { node: entry.value, keyOffset: entry.keyOffset }
    }
  }
}

/** An exact number as text: `1.0`, `1` and `10e-1` are the same, numbers beyond a double's digits are not. */
export function decimalIdentity(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(number) ?? []
  // No reader has such numbers, and computing with them takes its time.
  if (exponent.length > MAX_EXPONENT_LENGTH) return `number ${number}`
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = withoutTrailingZeros(digits)
  if (significant === '') return 'number 0'
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)
  return `number ${sign}${significant}e${power}`
}

const MAX_EXPONENT_LENGTH = 20

function withoutTrailingZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits.charAt(end - 1) === '0') end--
  return digits.slice(0, end)
}

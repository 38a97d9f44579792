import type { Strategy } from './workflow-file.js'

export type Combination = Readonly<Record<string, string>>

/**
 * The jobs of a matrix in the order in which GitHub creates them: the product of its lists, the first one slowest, or
 * the entries of `include`. Both at once, and `exclude`, are not known here.
 */
export function combinations({ matrix }: Strategy): readonly Combination[] {
  const { include, ...lists } = matrix
  const names = Object.keys(lists)
  if (include !== undefined && names.length > 0) throw new Error('include beside lists is not known here')
  if (names.includes('exclude')) throw new Error('exclude is not known here')
  for (const [name, list] of Object.entries(matrix)) {
    if (!Array.isArray(list)) throw new Error(`An evaluated matrix is not known here: ${name}`)
  }
  if (include !== undefined) return include.map(texts)
  return Object.entries(lists).reduce<readonly Combination[]>(
    (product, [name, values]) =>
      product.flatMap((combination) => values.map((value) => texts({ ...combination, [name]: value }))),
    [{}],
  )
}

function texts(combination: unknown): Combination {
  for (const [name, value] of Object.entries(combination ?? {})) {
    if (typeof value !== 'string') throw new Error(`Only texts are known in a matrix here, not ${name}`)
  }
  return combination as Combination
}

import { type ContentRecord, ownValue, recordOf, sameValue } from '../content-value.js'
import type { VariantChange, VariantPart } from './flag-change.js'

interface NamedVariant {
  readonly name: string
  readonly variant: ContentRecord
}

/** The changes of one flag's variants (`_variants` of its value), in the order in which they stand after it. */
export function variantChanges(
  flag: string,
  before: ContentRecord,
  after: ContentRecord,
): readonly VariantChange[] {
  const [old, now] = [variantsOf(before), variantsOf(after)]
  const [oldNames, nowNames] = [old.map(({ name }) => name), now.map(({ name }) => name)]
  const kept = nowNames.filter((name) => oldNames.includes(name))
  const keptBefore = oldNames.filter((name) => nowNames.includes(name))
  const removed = old.filter(({ name }) => !nowNames.includes(name))
  return [
    ...now.flatMap(({ name, variant }): VariantChange[] => {
      const earlier = old.find((candidate) => candidate.name === name)
      if (earlier === undefined) return [{ kind: 'variant-added', flag, variant: name }]
      const parts = changedParts(earlier.variant, variant)
      return parts.length === 0 ? [] : [{ kind: 'variant-changed', flag, variant: name, parts }]
    }),
    ...removed.map(({ name }): VariantChange => ({ kind: 'variant-removed', flag, variant: name })),
    ...(sameValue(keptBefore, kept) ? [] : [{ kind: 'variants-reordered', flag } as const]),
  ]
}

// Names need not be unique as far as is known; a second one of a name is told apart by its number.
function variantsOf(value: ContentRecord): readonly NamedVariant[] {
  const list: readonly unknown[] = Array.isArray(value['_variants']) ? value['_variants'] : []
  const counts = new Map<string, number>()
  return list.map((variant) => {
    const name = ownValue(recordOf(variant), 'name')
    const base = typeof name === 'string' ? name : 'without a name'
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    return { name: count === 1 ? base : `${base} (${count})`, variant: recordOf(variant) }
  })
}

function changedParts(before: ContentRecord, after: ContentRecord): readonly VariantPart[] {
  if (sameValue(before, after)) return []
  const parts: VariantPart[] = []
  const [was, is] = [before['enabled'], after['enabled']]
  if (is === true && was !== true) parts.push('switched on')
  if (is !== true && was === true) parts.push('switched off')
  if (!sameValue(before['rule'], after['rule'])) parts.push('rule')
  if (!sameValue(before['attributeValues'], after['attributeValues'])) parts.push('attribute values')
  return parts.length === 0 ? ['something else'] : parts
}

import { type ContentRecord, ownValue, recordOf, sameValue } from '../content-value.js'
import { isRecord } from '../json/record.js'
import { attributeChanges } from './attribute-changes.js'
import type { Flag, FlagChange } from './flag-change.js'
import { variantChanges } from './variant-changes.js'

/**
 * What changes from one document of feature flags (parsed) to another, by the key of the flag and then in the
 * order of the kinds above. Empty exactly when they differ in no more than `_createdAt` and `_updatedAt`.
 */
export function featureFlagChanges(before: unknown, after: unknown): readonly FlagChange[] {
  const keys = new Set([before, after].flatMap(flagKeys))
  const changes = [...keys].sort().flatMap((key) => oneFlag(key, flagOf(before, key), flagOf(after, key)))
  // A part without flags that comes or goes is worth a word only when it is all that happens.
  const partsDiffer = changes.length === 0 && !sameValue(partNames(before), partNames(after))
  const isAroundSame = sameValue(around(before), around(after))
  return isAroundSame && !partsDiffer ? changes : [...changes, { kind: 'document-changed' }]
}

const partNames = (document: unknown): readonly string[] => Object.keys(recordOf(document)).sort()

function flagKeys(document: unknown): string[] {
  const { flags, values } = partsOf(document)
  return [...Object.keys(flags), ...Object.keys(values)]
}

function partsOf(document: unknown): { readonly flags: ContentRecord; readonly values: ContentRecord } {
  const root = recordOf(document)
  return { flags: recordOf(ownValue(root, 'flags')), values: recordOf(ownValue(root, 'values')) }
}

// A part that is no map is no list of flags, and is compared whole.
function around(document: unknown): unknown {
  if (!isRecord(document)) return document
  const isFlags = ([key, part]: readonly [string, unknown]) =>
    (key === 'flags' || key === 'values') && isRecord(part)
  return Object.fromEntries(Object.entries(document).filter((entry) => !isFlags(entry)))
}

function flagOf(document: unknown, key: string): Flag | undefined {
  const { flags, values } = partsOf(document)
  if (!Object.hasOwn(flags, key) && !Object.hasOwn(values, key)) return undefined
  return { definition: unstamped(ownValue(flags, key)), value: unstamped(ownValue(values, key)) }
}

// What is no map is kept under a key that no flag has, so that a change of it is seen.
function unstamped(part: unknown): ContentRecord {
  if (part === undefined) return {}
  if (!isRecord(part)) return { '': part }
  const kept = Object.entries(part).filter(([key]) => key !== '_createdAt' && key !== '_updatedAt')
  return { _: true, ...Object.fromEntries(kept) }
}

function oneFlag(flag: string, before: Flag | undefined, after: Flag | undefined): readonly FlagChange[] {
  if (after === undefined) return before === undefined ? [] : [{ kind: 'flag-removed', flag }]
  if (before === undefined) return [{ kind: 'flag-added', flag, enabled: enabledOf(after) }]
  if (sameValue(before, after)) return []
  const changes = [
    ...switched(flag, before, after),
    ...describedChanges(flag, before.definition, after.definition),
    ...attributeChanges(flag, before, after),
    ...variantChanges(flag, before.value, after.value),
  ]
  return changes.length === 0 ? [{ kind: 'flag-otherwise-changed', flag }] : changes
}

function switched(flag: string, before: Flag, after: Flag): readonly FlagChange[] {
  const [was, is] = [enabledOf(before), enabledOf(after)]
  if (is === true && was !== true) return [{ kind: 'flag-switched-on', flag }]
  // With variants a flag has no state of its own: the changes of the variants tell.
  const isOff = is === false || !Array.isArray(after.value['_variants'])
  return was === true && is !== true && isOff ? [{ kind: 'flag-switched-off', flag }] : []
}

function enabledOf({ value }: Flag): boolean | undefined {
  const enabled = ownValue(value, 'enabled')
  return typeof enabled === 'boolean' ? enabled : undefined
}

function describedChanges(flag: string, before: ContentRecord, after: ContentRecord): readonly FlagChange[] {
  const [oldName, newName] = [textOf(before['name']), textOf(after['name'])]
  const [oldStatus, newStatus] = [deprecationOf(before), deprecationOf(after)]
  const changes: FlagChange[] = []
  if (oldName !== newName) changes.push({ kind: 'flag-renamed', flag, before: oldName, after: newName })
  if (textOf(before['description']) !== textOf(after['description'])) {
    changes.push({ kind: 'flag-description-changed', flag })
  }
  if (oldStatus !== newStatus) {
    changes.push({ kind: 'flag-deprecation-changed', flag, before: oldStatus, after: newStatus })
  }
  return changes
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function deprecationOf(definition: ContentRecord): string | undefined {
  const status = ownValue(recordOf(definition['_deprecation']), 'status')
  return typeof status === 'string' ? status : undefined
}

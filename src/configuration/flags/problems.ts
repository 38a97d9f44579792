import { type ContentRecord, ownValue, recordOf, type SchemaProblem, typeText } from '../content-value.js'
import { isRecord } from '../json/record.js'
import { definitionProblems } from './definition-problems.js'
import { badKeys, unknownKeys } from './rules.js'
import { flagValueProblems } from './value-problems.js'

const MAX_FLAGS = 100

/**
 * What AppConfig finds wrong with feature flags (parsed): its schema (user guide, "Understanding the type
 * reference for AWS.AppConfig.FeatureFlags"), and the values against the constraints of their attributes. Where
 * the guide and the service are not known to agree, nothing is reported: AppConfig then has the last word.
 */
export function featureFlagProblems(value: unknown): readonly SchemaProblem[] {
  if (!isRecord(value)) return [{ path: [], message: `must be an object, not ${typeText(value)}` }]
  const flags = recordOf(ownValue(value, 'flags'))
  return [
    ...unknownKeys([], value, ['version', 'flags', 'values']),
    ...versionProblems(value),
    ...['flags', 'values'].flatMap((part) => partProblems(part, ownValue(value, part))),
    ...Object.entries(flags).flatMap(([key, flag]) => definitionProblems(['flags', key], flag)),
    ...Object.entries(recordOf(ownValue(value, 'values'))).flatMap(([key, flagValue]) =>
      Object.hasOwn(flags, key)
        ? flagValueProblems(['values', key], recordOf(flags[key]), flagValue)
        : [{ path: ['values', key], message: 'is the value of a flag that "flags" does not define' }],
    ),
  ]
}

function versionProblems(document: ContentRecord): readonly SchemaProblem[] {
  const version = ownValue(document, 'version')
  if (version === undefined) return [{ path: ['version'], message: 'is missing; it must be "1"' }]
  return version === '1' ? [] : [{ path: ['version'], message: 'must be the string "1"' }]
}

function partProblems(part: string, entries: unknown): readonly SchemaProblem[] {
  if (entries === undefined) return []
  if (!isRecord(entries)) return [{ path: [part], message: `must be an object, not ${typeText(entries)}` }]
  const count = Object.keys(entries).length
  const tooMany = { path: [part], message: `has ${count} flags; AppConfig takes at most ${MAX_FLAGS}` }
  return [...(count > MAX_FLAGS ? [tooMany] : []), ...badKeys([part], entries)]
}

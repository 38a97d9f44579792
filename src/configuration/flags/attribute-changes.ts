import { type ContentRecord, ownValue, recordOf, sameValue } from '../content-value.js'
import type { AttributeChange, Flag } from './flag-change.js'

/** The changes of one flag's attributes, by their key: definitions and the values without variants. */
export function attributeChanges(flag: string, before: Flag, after: Flag): readonly AttributeChange[] {
  const keys = new Set([before, after].flatMap(attributeKeys))
  return [...keys].sort().flatMap((attribute) => oneAttribute({ flag, attribute }, before, after))
}

function attributeKeys({ definition, value }: Flag): string[] {
  const valueKeys = Object.keys(value).filter((key) => key !== 'enabled' && /^[a-zA-Z]/.test(key))
  return [...Object.keys(definitionsOf(definition)), ...valueKeys]
}

function definitionsOf(definition: ContentRecord): ContentRecord {
  return recordOf(ownValue(definition, 'attributes'))
}

function oneAttribute(
  named: { readonly flag: string; readonly attribute: string },
  before: Flag,
  after: Flag,
): readonly AttributeChange[] {
  const [oldDefinition, newDefinition] = [before, after].map(({ definition }) =>
    ownValue(definitionsOf(definition), named.attribute),
  )
  const [oldValue, newValue] = [before, after].map(({ value }) => ownValue(value, named.attribute))
  const wasThere = oldDefinition !== undefined || oldValue !== undefined
  const isThere = newDefinition !== undefined || newValue !== undefined
  if (!isThere) return [{ kind: 'attribute-removed', ...named }]
  if (!wasThere) return [{ kind: 'attribute-added', ...named, value: newValue }]
  const changes: AttributeChange[] = []
  if (!sameValue(oldValue, newValue)) {
    changes.push({ kind: 'attribute-value-changed', ...named, before: oldValue, after: newValue })
  }
  if (!sameValue(constraintsOf(oldDefinition), constraintsOf(newDefinition))) {
    changes.push({ kind: 'attribute-constraints-changed', ...named })
  }
  if (!sameValue(recordOf(oldDefinition)['description'], recordOf(newDefinition)['description'])) {
    changes.push({ kind: 'attribute-description-changed', ...named })
  }
  return changes
}

const constraintsOf = (definition: unknown): unknown => recordOf(definition)['constraints']

import type { FlagChange } from '../../configuration/flags/flag-change.js'
import { cutText } from '../text/visible-text.js'

const MAX_VALUE_CHARS = 80

/**
 * One change of feature flags as a line of plain text, not yet escaped. It holds keys, names and the values of
 * attributes, the latter cut to 80 characters: it is content, and shown where content may be shown.
 */
export function flagChangeText(change: FlagChange): string {
  if (change.kind === 'document-changed') return 'Something outside of the flags changed'
  const flag = `Flag ${change.flag}`
  switch (change.kind) {
    case 'flag-added':
      return `${flag} added${stateText(change.enabled)}`
    case 'flag-removed':
      return `${flag} removed`
    case 'flag-switched-on':
      return `${flag} switched on`
    case 'flag-switched-off':
      return `${flag} switched off`
    case 'flag-renamed':
      return `${flag} renamed from ${shown(change.before)} to ${shown(change.after)}`
    case 'flag-description-changed':
      return `${flag}: description changed`
    case 'flag-deprecation-changed':
      return `${flag}: deprecation changed from ${change.before ?? 'none'} to ${change.after ?? 'none'}`
    case 'flag-otherwise-changed':
      return `${flag} changed`
    default:
      return `${flag}, ${partText(change)}`
  }
}

type PartChange = Extract<
  FlagChange,
  { attribute: string } | { variant: string } | { kind: 'variants-reordered' }
>

function partText(change: PartChange): string {
  switch (change.kind) {
    case 'attribute-added': {
      const value = change.value === undefined ? '' : ` with ${shown(change.value)}`
      return `attribute ${change.attribute} added${value}`
    }
    case 'attribute-removed':
      return `attribute ${change.attribute} removed`
    case 'attribute-value-changed':
      return `attribute ${change.attribute}: ${shown(change.before)} → ${shown(change.after)}`
    case 'attribute-constraints-changed':
      return `attribute ${change.attribute}: constraints changed`
    case 'attribute-description-changed':
      return `attribute ${change.attribute}: description changed`
    case 'variant-added':
      return `variant ${change.variant} added`
    case 'variant-removed':
      return `variant ${change.variant} removed`
    case 'variant-changed':
      return `variant ${change.variant}: ${change.parts.map(variantPartText).join(', ')}`
    case 'variants-reordered':
      return 'variants in another order'
  }
}

function variantPartText(part: Extract<FlagChange, { kind: 'variant-changed' }>['parts'][number]): string {
  return part.startsWith('switched') ? part : `${part} changed`
}

function stateText(enabled: boolean | undefined): string {
  if (enabled === undefined) return ''
  return enabled ? ', switched on' : ', switched off'
}

function shown(value: unknown): string {
  return value === undefined ? 'no value' : cutText(JSON.stringify(value), MAX_VALUE_CHARS)
}

import type { NamedResource } from '../../deployment/deployment.js'
import { quoted } from './parsed.js'
import { bySimilarity, probablyMeant } from './similarity.js'

/** Where a resource was looked for: the usual reason for not finding it is another region or account. */
export interface SearchedPlace {
  readonly region: string
  /** Undefined where it is not known. */
  readonly account?: string | undefined
}

export type Choice<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: 'missing' | 'ambiguous'; readonly problem: string }

const MAX_LISTED = 5

/**
 * The one candidate that a reference means: by ID first, then by name, letter by letter.
 * Otherwise a problem, as whole sentences, that lists the closest candidates.
 *
 * @param kind what is looked for, in the singular: "environment"
 */
export function choose<T extends NamedResource>(
  reference: string,
  candidates: readonly T[],
  kind: string,
  place?: SearchedPlace,
): Choice<T> {
  const byId = candidates.find((candidate) => candidate.id === reference)
  if (byId !== undefined) return { ok: true, value: byId }
  const byName = candidates.filter((candidate) => candidate.name === reference)
  const [only, second] = byName
  if (only !== undefined && second === undefined) return { ok: true, value: only }
  const where = place === undefined ? '' : ` in ${placeText(place)}`
  if (only !== undefined) {
    const ids = byName.map((candidate) => candidate.id).join(', ')
    return {
      ok: false,
      why: 'ambiguous',
      problem: `The ${kind} name ${quoted(reference)} is ambiguous${where}. Use one of the IDs instead: ${ids}.`,
    }
  }
  return {
    ok: false,
    why: 'missing',
    problem: `No ${kind} ${quoted(reference)}${where}.${advice(reference, candidates, kind)}`,
  }
}

function placeText({ region, account }: SearchedPlace): string {
  return account === undefined ? region : `${region} (account ${account})`
}

function advice(reference: string, candidates: readonly NamedResource[], kind: string): string {
  const available = availableText(reference, candidates, kind)
  const names = candidates.map(({ name }) => name)
  const sameLetters = names.find((name) => name.toLowerCase() === reference.toLowerCase())
  if (sameLetters !== undefined) {
    return ` Names are case-sensitive: did you mean ${quoted(sameLetters)}? ${available}`
  }
  const meant = probablyMeant(reference, names) ?? probablyMeant(reference, idsLike(reference, candidates))
  return `${meant === undefined ? '' : ` Did you mean ${meant}?`} ${available}`
}

/** IDs are random, so only one that differs in case is a suggestion. */
function idsLike(reference: string, candidates: readonly NamedResource[]): readonly string[] {
  return candidates.map(({ id }) => id).filter((id) => id.toLowerCase() === reference.toLowerCase())
}

function availableText(reference: string, candidates: readonly NamedResource[], kind: string): string {
  if (candidates.length === 0) return `There is no ${kind} at all.`
  const order = bySimilarity(
    reference,
    candidates.map(({ name }) => name),
  )
  const ranks = new Map(order.map((name, rank) => [name, rank]))
  const shown = [...candidates]
    .sort((a, b) => (ranks.get(a.name) ?? 0) - (ranks.get(b.name) ?? 0))
    .slice(0, MAX_LISTED)
    .map(({ id, name }) => (id === name ? id : `${name} (${id})`))
  const rest = candidates.length - shown.length
  return `Available: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
}

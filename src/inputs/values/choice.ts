import { quoted } from './parsed.js'

/** Anything of AWS's that people refer to by its name or by its ID. */
export interface Named {
  readonly id: string
  readonly name: string
}

export type Choice<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: 'missing' | 'ambiguous'; readonly problem: string }

/**
 * The one candidate that a reference means: by ID first, then by name, letter by letter.
 * Otherwise a problem that lists the candidates, in words that complete "`input` …".
 *
 * @param kind what is looked for, in the singular: "environment"
 */
export function choose<T extends Named>(
  reference: string,
  candidates: readonly T[],
  kind: string,
): Choice<T> {
  const byId = candidates.find((candidate) => candidate.id === reference)
  if (byId !== undefined) return { ok: true, value: byId }
  const byName = candidates.filter((candidate) => candidate.name === reference)
  const [only, second] = byName
  if (only !== undefined && second === undefined) return { ok: true, value: only }
  if (only !== undefined) {
    const ids = byName.map((candidate) => candidate.id).join(', ')
    return {
      ok: false,
      why: 'ambiguous',
      problem: `is ${quoted(reference)}, the name of several: use one of the IDs ${ids}`,
    }
  }
  return {
    ok: false,
    why: 'missing',
    problem: `is ${quoted(reference)}, but there is no ${kind} with this name or ID; ${listed(candidates, kind)}`,
  }
}

const MAX_LISTED = 20

function listed(candidates: readonly Named[], kind: string): string {
  if (candidates.length === 0) return `there is no ${kind} at all`
  const shown = candidates.slice(0, MAX_LISTED).map(({ id, name }) => (id === name ? id : `${name} (${id})`))
  const rest = candidates.length - shown.length
  return `there are: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

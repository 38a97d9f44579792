/** What marks a deployment as started by one run, and by no other. */
export interface Provenance {
  /** Unique to one execution of the action: two steps of one job differ. Letters, digits and hyphens. */
  readonly id: string
}

/** AppConfig's limit for a deployment's description. */
const MAX_DESCRIPTION = 1024
const MARKER = /^\[appconfig-deploy:[A-Za-z0-9-]+\]$/

/** The marker as it stands at the end of a deployment's description. */
export function marker(provenance: Provenance): string {
  return `[appconfig-deploy:${provenance.id}]`
}

/**
 * The description of a deployment: the text, cut where needed to AppConfig's 1,024 characters, and the marker,
 * which is never cut.
 */
export function markedDescription(text: string, provenance: Provenance): string {
  const suffix = marker(provenance)
  const room = MAX_DESCRIPTION - suffix.length - 1
  const clean = text.replace(/\s+/g, ' ').trim()
  if (clean === '') return suffix
  const cut = clean.length > room ? `${wholeCharacters(clean.slice(0, room - 1))}…` : clean
  return `${cut} ${suffix}`
}

/** Whether a deployment's description ends with the marker of this run. */
export function isMarkedBy(description: string, provenance: Provenance): boolean {
  return description.trimEnd().endsWith(marker(provenance))
}

/** The description without the marker of whichever run, for people to read. */
export function withoutMarker(description: string): string {
  const trimmed = description.trimEnd()
  const start = trimmed.lastIndexOf('[appconfig-deploy:')
  return start >= 0 && MARKER.test(trimmed.slice(start)) ? trimmed.slice(0, start).trimEnd() : description
}

/** A cut through a surrogate pair would leave half a character, which no service takes. */
function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text
}

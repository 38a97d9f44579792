/** What marks a deployment as started by one run, and by no other. */
export interface Provenance {
  /** Unique to one execution of the action: two steps of one job differ. Letters, digits and hyphens. */
  readonly id: string
}

/** The job of a workflow run that an execution belongs to. */
export interface WorkflowJob {
  readonly runId: string
  /** From 1, and one more each time that the run is run again. */
  readonly attempt: string
  readonly job: string
}

/**
 * The provenance of an execution, which names its job: `1234567890-2-deploy-` and what is unique.
 * @param unique of letters and digits, such as a UUID without hyphens
 */
export function provenanceOf({ runId, attempt, job }: WorkflowJob, unique: string): Provenance {
  const parts = [runId, attempt, job].map((part) => part.replace(/[^A-Za-z0-9]/g, '').slice(0, MAX_PART))
  return { id: [...parts, unique].join('-') }
}

/** Whether a deployment was started by the same job of the same workflow run, in whatever attempt. */
export function isOfSameJob(description: string, provenance: Provenance): boolean {
  const trimmed = description.trimEnd()
  const start = trimmed.lastIndexOf(MARKER_START)
  if (start < 0 || !MARKER.test(trimmed.slice(start))) return false
  const [runId = '', , job] = trimmed.slice(start + MARKER_START.length, -1).split('-')
  const [ownRunId, , ownJob] = provenance.id.split('-')
  return runId !== '' && runId === ownRunId && job === ownJob
}

const MAX_PART = 64
const MARKER_START = '[appconfig-deploy:'
/** AppConfig's limit for a deployment's description. */
const MAX_DESCRIPTION = 1024
const MARKER = /^\[appconfig-deploy:[A-Za-z0-9-]+\]$/

/** The marker as it stands at the end of a deployment's description. */
export function marker(provenance: Provenance): string {
  return `${MARKER_START}${provenance.id}]`
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
  const start = trimmed.lastIndexOf(MARKER_START)
  return start >= 0 && MARKER.test(trimmed.slice(start)) ? trimmed.slice(0, start).trimEnd() : description
}

/** A cut through a surrogate pair would leave half a character, which no service takes. */
function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text
}

import { contentFormat, contentTypeOfPath } from '../configuration/content-type.js'
import type { ContentProblem } from '../configuration/document.js'
import { parseContent } from '../configuration/document.js'
import { present } from '../configuration/json/present.js'
import { NOT_YET_SUPPORTED_VERSIONS } from './input-table.js'
import { ENVIRONMENT, type InputSource, type Reading } from './reading.js'
import { fileProblemText } from './values/file-problem.js'
import { parseFlagChanges } from './values/flag-changes.js'
import { parsed, type Parsed, quoted, rejected } from './values/parsed.js'

/** What is deployed: a version that there is, or a file that becomes one. */
export type ConfigurationInput =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'file'; readonly file: ConfigurationFile }

/** Every way to say what is deployed, with those that nothing carries out yet (see NOT_YET_SUPPORTED). */
export type ConfigurationChoice =
  | ConfigurationInput
  | { readonly kind: 'previous' }
  | { readonly kind: 'inline'; readonly content: HostedContent }
  /** Values by `flag` (on or off) or `flag.attribute`, as they are written. */
  | { readonly kind: 'flags'; readonly changes: ReadonlyMap<string, string>; readonly label?: string }
  | { readonly kind: 'promotion'; readonly environment: string }

/** Content that becomes a hosted version. */
export interface HostedContent {
  readonly content: Uint8Array
  readonly contentType: string
  /** Absent when the content is not a text. */
  readonly text?: string
  readonly label?: string
}

export interface ConfigurationFile extends HostedContent {
  /** As the input names it, for annotations. */
  readonly path: string
}

export interface FileReference {
  readonly path: string
  /** Undefined: by the extension of the file. */
  readonly contentType?: string
  readonly label?: string
}

/** The quota of AppConfig for a hosted version, adjustable from 2,048 KB to this much. */
const MAX_BYTES = 4_000 * 1024
/** Only one of these says what is deployed. */
const SOURCES = [
  'configuration-version',
  'configuration-file',
  'configuration',
  'set-flags',
  'promote-from',
] as const

/**
 * The configuration of the inputs; undefined when it is missing or wrong. A file is read, and its syntax checked,
 * before anything is sent.
 */
export function readConfiguration(read: Reading, source: InputSource): ConfigurationInput | undefined {
  const choice = readConfigurationChoice(read, source)
  if (choice === undefined && !read.hasProblem(...SOURCES)) {
    read.fail(
      'configuration-version',
      'is required: set configuration-version (a number, a label or latest) or configuration-file.',
    )
  }
  return choice?.kind === 'version' || choice?.kind === 'file' ? choice : undefined
}

/** The same for every way to say it; undefined without a problem where no input says it. */
export function readConfigurationChoice(read: Reading, source: InputSource): ConfigurationChoice | undefined {
  const given = SOURCES.filter((name) => read.isGiven(name))
  const [name, second] = given
  if (name !== undefined && second !== undefined) {
    read.fail(name, `and ${second} are both given; use one of the two.`)
    return undefined
  }
  const contentType = read.bounded('content-type', 255)
  const label = read.parsed('version-label', parseVersionLabel)
  checkContentInputs(read, name)
  if (name === undefined) return undefined
  switch (name) {
    case 'configuration-version':
      return readVersion(read)
    case 'configuration-file':
      return readConfigurationFile(read, source, {
        path: read.text(name),
        ...present({ contentType, label }),
      })
    case 'configuration':
      return readInline(read, contentType, label)
    case 'set-flags': {
      const changes = read.parsed('set-flags', parseFlagChanges)
      return changes && { kind: 'flags', changes, ...present({ label }) }
    }
    case 'promote-from': {
      const environment = read.reference('promote-from', ENVIRONMENT)
      return environment === undefined ? undefined : { kind: 'promotion', environment }
    }
  }
}

/** Content type and label belong to content that is published. */
function checkContentInputs(read: Reading, source: (typeof SOURCES)[number] | undefined): void {
  const published = source === 'configuration-file' || source === 'configuration'
  if (source === undefined && read.text('operation') === 'apply') return
  if (read.isGiven('content-type') && !published) {
    read.fail('content-type', 'is given without configuration-file.')
  }
  if (read.isGiven('version-label') && !published && source !== 'set-flags') {
    read.fail('version-label', 'is given without configuration-file.')
  }
}

function readVersion(read: Reading): ConfigurationChoice | undefined {
  const version = read.bounded('configuration-version', 1024)
  if (version === undefined) return undefined
  if (/^(?:latest|previous)$/i.test(version) && version !== version.toLowerCase()) {
    read.fail(
      'configuration-version',
      `is ${quoted(version)}; keywords are lower case. Did you mean ${version.toLowerCase()}?`,
    )
    return undefined
  }
  const isPrevious = version === 'previous' && !NOT_YET_SUPPORTED_VERSIONS.includes(version)
  return isPrevious ? { kind: 'previous' } : { kind: 'version', version }
}

/** A label of a hosted version: 1 to 64 characters, at least one of them no digit (AppConfig API reference). */
function parseVersionLabel(text: string): Parsed<string> {
  if (text.length > 64) return rejected(`has ${text.length} characters; AppConfig allows at most 64.`)
  return /[^0-9]/.test(text)
    ? parsed(text)
    : rejected(`is ${quoted(text)}; it must have at least one character that is not a digit.`)
}

/** A file with what the inputs, or a plan, say of it; undefined when it is wrong, which is kept by the reading. */
export function readConfigurationFile(
  read: Reading,
  source: InputSource,
  { path, contentType: givenType, label }: FileReference,
): Extract<ConfigurationInput, { kind: 'file' }> | undefined {
  const input = 'configuration-file'
  const file = source.readFile(path, MAX_BYTES)
  if (!file.ok) {
    const allowed = file.problem.kind === 'too-large' ? ` AppConfig allows at most ${MAX_BYTES}.` : ''
    read.fail(input, fileProblemText(file.problem, input, path) + allowed)
    return undefined
  }
  const shown = `${input} ${quoted(path, 200)}`
  const contentType = givenType ?? contentTypeOfPath(path)
  if (contentType === undefined) {
    read.fail(
      input,
      'has no file name extension with a known content type. Set content-type, such as text/plain.',
      shown,
    )
    return undefined
  }
  const checked = read.value(input, checkedContent(file.content, contentType, path, read), shown)
  return checked && { kind: 'file', file: { path, ...checked, ...present({ label }) } }
}

function readInline(
  read: Reading,
  givenType: string | undefined,
  label: string | undefined,
): ConfigurationChoice | undefined {
  const text = read.text('configuration')
  const content = new TextEncoder().encode(text)
  const contentType = givenType ?? (/^\s*[[{]/.test(text) ? 'application/json' : 'application/x-yaml')
  const checked = read.value('configuration', checkedContent(content, contentType))
  return checked && { kind: 'inline', content: { ...checked, ...present({ label }) } }
}

/** @param path where problems of a file are annotated, by `read` */
function checkedContent(
  content: Uint8Array,
  contentType: string,
  path?: string,
  read?: Pick<Reading, 'annotations'>,
): Parsed<HostedContent> {
  if (content.length === 0) return rejected('is empty; AppConfig does not allow an empty configuration.')
  const text = utf8Text(content)
  const format = contentFormat(contentType)
  if (format === 'other') return parsed({ content, contentType, ...present({ text }) })
  if (text === undefined) return rejected(`is not UTF-8, which ${contentType} must be.`)
  const document = parseContent(text, format)
  if (document.ok) return parsed({ content, contentType, text })
  if (path !== undefined) {
    read?.annotations.push(...document.problems.map((found) => ({ file: path, ...found })))
  }
  return rejected(
    ...document.problems
      .slice(0, 3)
      .map((found) => `is not valid ${format.toUpperCase()}${at(found)}. ${found.message}`),
  )
}

function at({ line, column }: ContentProblem): string {
  if (line === undefined) return ''
  return ` (line ${line}${column === undefined ? '' : `, column ${column}`})`
}

function utf8Text(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(content)
  } catch {
    return undefined
  }
}

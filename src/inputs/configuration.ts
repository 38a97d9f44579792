import { basename } from 'node:path'
import { contentFormat, contentTypeOfPath } from '../configuration/content-type.js'
import type { ContentProblem } from '../configuration/document.js'
import { parseContent } from '../configuration/document.js'
import type { InputSource, Reading } from './reading.js'
import { parsed, type Parsed, quoted, rejected } from './values/parsed.js'

/** What is deployed: a version that there is, or a file that becomes one. */
export type ConfigurationInput =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'file'; readonly file: ConfigurationFile }

export interface ConfigurationFile {
  /** As the input names it, for annotations. */
  readonly path: string
  readonly content: Uint8Array
  readonly contentType: string
  /** Absent when the content is not a text. */
  readonly text?: string
  readonly label?: string
}

/** The quota of AppConfig for a hosted version, adjustable from 2,048 KB to this much. */
const MAX_BYTES = 4_000 * 1024

/**
 * The configuration of the inputs; undefined when it is missing or wrong. A file is read, and its syntax checked,
 * before anything is sent.
 */
export function readConfiguration(read: Reading, source: InputSource): ConfigurationInput | undefined {
  const version = read.text('configuration-version')
  const path = read.text('configuration-file')
  const contentType = read.bounded('content-type', 255)
  const label = read.parsed('version-label', parseVersionLabel)
  if (version !== '' && path !== '') {
    read.problems.push('configuration-version and configuration-file are both given; use one of the two')
    return undefined
  }
  if (path === '') {
    for (const name of ['content-type', 'version-label']) {
      if (read.text(name) !== '') read.problems.push(`${name} is given without configuration-file`)
    }
    const text = read.required(
      'configuration-version',
      'a version number, a label, latest, or the identifier that the source of the profile gives its versions (or use configuration-file)',
      1024,
    )
    return text === '' ? undefined : { kind: 'version', version: text }
  }
  const file = readFile(read, source, path, contentType)
  return file === undefined
    ? undefined
    : { kind: 'file', file: { ...file, ...(label === undefined ? {} : { label }) } }
}

/** A label of a hosted version: 1 to 64 characters, at least one of them no digit (AppConfig API reference). */
function parseVersionLabel(text: string): Parsed<string> {
  if (text.length > 64) return rejected(`has ${text.length} characters; AppConfig takes at most 64`)
  return /[^0-9]/.test(text)
    ? parsed(text)
    : rejected(`is ${quoted(text)}; a label needs at least one character that is not a digit`)
}

function readFile(
  read: Reading,
  source: InputSource,
  path: string,
  givenType: string,
): ConfigurationFile | undefined {
  const problem = (words: string): ConfigurationFile | undefined => {
    read.problems.push(`configuration-file ${quoted(path, 200)} ${words}`)
    return undefined
  }
  const contentType = givenType === '' ? contentTypeOfPath(path) : givenType
  if (contentType === undefined) {
    return problem(`has an ending that tells no content type (${quoted(basename(path))}); set content-type`)
  }
  let content: Uint8Array
  try {
    content = source.readBytes(path)
  } catch (error) {
    return problem(`can't be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (content.length === 0) return problem('is empty; AppConfig takes no empty configuration')
  if (content.length > MAX_BYTES)
    return problem(`has ${content.length} bytes; AppConfig takes at most ${MAX_BYTES}`)
  const text = utf8Text(content)
  const format = contentFormat(contentType)
  if (format === 'other') return { path, content, contentType, ...(text === undefined ? {} : { text }) }
  if (text === undefined) return problem(`is not UTF-8, which ${contentType} has to be`)
  const document = parseContent(text, format)
  if (document.ok) return { path, content, contentType, text }
  read.annotations.push(...document.problems.map((found) => ({ file: path, ...found })))
  for (const found of document.problems.slice(0, 3))
    problem(`is not valid ${format.toUpperCase()}: ${at(found)}`)
  return undefined
}

function at({ message, line, column }: ContentProblem): string {
  return line === undefined
    ? message
    : `line ${line}${column === undefined ? '' : `, column ${column}`}: ${message}`
}

function utf8Text(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(content)
  } catch {
    return undefined
  }
}

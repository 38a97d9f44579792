import { present } from '../configuration/json/present.js'
import type { InputSource, Reading } from './reading.js'
import {
  MAX_DEFINITION_BYTES,
  parseExtensionDefinition,
  type TaggedExtensionDefinition,
} from './values/extension-definition.js'
import { fileProblemText } from './values/file-problem.js'
import { quoted } from './values/parsed.js'
import { bySimilarity, probablyMeant } from './values/similarity.js'
import { DYNAMIC_PARAMETER_LIMITS, PARAMETER_LIMITS } from './values/yaml-map.js'
import { words } from './watching.js'

export type AssociationResource = 'application' | 'environment' | 'configuration-profile'

/** The extension that a deployment publishes, and with what it is associated. */
export interface ExtensionInputs {
  readonly wanted: TaggedExtensionDefinition
  readonly association: 'none' | AssociationResource
  /** Undefined when the input was not used, so that parameters of an older association are carried over. */
  readonly parameters?: Readonly<Record<string, string>>
}

const ASSOCIATION_SYNONYMS = {
  ...words('configuration-profile', ['profile']),
  ...words('none', ['false', 'no']),
}

/** The extension of the inputs; undefined when none is given, or its definition is wrong. */
export function readExtension(read: Reading, readFile: InputSource['readFile']): ExtensionInputs | undefined {
  const association = read.oneOf(
    'extension-association',
    ['none', 'application', 'environment', 'configuration-profile'],
    ASSOCIATION_SYNONYMS,
  )
  const parameters = read.map('extension-parameters', PARAMETER_LIMITS)
  const inline = read.isGiven('extension')
  if (inline && read.isGiven('extension-file')) {
    read.fail('extension', 'and extension-file are both given; use one of the two.')
    return undefined
  }
  if (!inline && !read.isGiven('extension-file')) {
    if (association !== 'none') {
      read.fail('extension-association', 'is given without extension or extension-file.')
    }
    if (parameters !== undefined) {
      read.fail('extension-parameters', 'is given without extension or extension-file.')
    }
    return undefined
  }
  if (parameters !== undefined && association === 'none' && !read.hasProblem('extension-association')) {
    read.fail(
      'extension-parameters',
      'is given, but extension-association is none: parameters belong to an association. Set extension-association.',
    )
  }
  const wanted = inline
    ? read.value('extension', parseExtensionDefinition(read.text('extension')))
    : definitionInFile(read, readFile)
  if (wanted === undefined) return undefined
  if (parameters !== undefined && !read.hasProblem('extension-parameters')) {
    checkParameters(read, wanted, parameters)
  }
  return { wanted, association, ...present({ parameters }) }
}

function definitionInFile(
  read: Reading,
  readFile: InputSource['readFile'],
): TaggedExtensionDefinition | undefined {
  const input = 'extension-file'
  const path = read.text(input)
  const file = readFile(path, MAX_DEFINITION_BYTES)
  if (!file.ok) {
    const allowed =
      file.problem.kind === 'too-large' ? ` An extension has at most ${MAX_DEFINITION_BYTES}.` : ''
    read.fail(input, fileProblemText(file.problem, input, path) + allowed)
    return undefined
  }
  const shown = `${input} ${quoted(path, 200)}`
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file.content)
  } catch {
    read.fail(input, 'is not UTF-8, which an extension must be.', shown)
    return undefined
  }
  return read.value(input, parseExtensionDefinition(text), shown)
}

/** Parameters of the association must be the extension's own; dynamic ones come with the deployment. */
function checkParameters(
  read: Reading,
  { definition }: TaggedExtensionDefinition,
  parameters: Readonly<Record<string, string>>,
): void {
  const known = Object.keys(definition.parameters)
  const missing = Object.entries(definition.parameters)
    .filter(([name, { required }]) => required && !Object.hasOwn(parameters, name))
    .map(([name]) => name)
  const explained = new Set<string>()
  for (const name of Object.keys(parameters).filter((given) => !known.includes(given))) {
    const meant = probablyMeant(name, missing) ?? probablyMeant(name, known)
    if (meant !== undefined) explained.add(meant)
    read.fail(
      'extension-parameters',
      `has ${quoted(name)}, but extension ${quoted(definition.name)} ${hasText(name, known)}.${meantText(meant)}`,
    )
  }
  const lacking = missing.filter((name) => !explained.has(name))
  if (lacking.length > 0) {
    read.fail(
      'extension-parameters',
      `lacks ${lacking.join(', ')}, which extension ${quoted(definition.name)} requires.`,
    )
  }
}

function hasText(name: string, known: readonly string[]): string {
  return known.length === 0 ? 'has no parameters' : `has ${bySimilarity(name, known).slice(0, 5).join(', ')}`
}

function meantText(meant: string | undefined): string {
  return meant === undefined ? '' : ` Did you mean ${meant}?`
}

/** The dynamic parameters of the deployment, checked against the extension that is published with it. */
export function readDynamicParameters(
  read: Reading,
  extension: ExtensionInputs | undefined,
): Readonly<Record<string, string>> | undefined {
  const map = read.map('dynamic-extension-parameters', DYNAMIC_PARAMETER_LIMITS)
  if (map === undefined || Object.keys(map).length === 0) return undefined
  const definition = extension?.wanted.definition
  if (definition === undefined) return map
  const dynamic = Object.entries(definition.parameters).flatMap(([name, parameter]) =>
    parameter.dynamic ? [name] : [],
  )
  for (const key of Object.keys(map)) {
    const [name, parameter = ''] = key.split('#', 2)
    if (name !== definition.name || dynamic.includes(parameter)) continue
    const meant = probablyMeant(parameter, dynamic)
    read.fail(
      'dynamic-extension-parameters',
      `has ${quoted(key)}, but the extension has no dynamic parameter ${quoted(parameter)}.${meantText(meant)}`,
    )
  }
  return map
}

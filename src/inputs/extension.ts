import type { InputSource, Reading } from './reading.js'
import { parseExtensionDefinition, type TaggedExtensionDefinition } from './values/extension-definition.js'
import { quoted } from './values/parsed.js'
import { DYNAMIC_PARAMETER_LIMITS, PARAMETER_LIMITS } from './values/yaml-map.js'

export type AssociationResource = 'application' | 'environment' | 'configuration-profile'

/** The extension that a deployment publishes, and with what it is associated. */
export interface ExtensionInputs {
  readonly wanted: TaggedExtensionDefinition
  readonly association: 'none' | AssociationResource
  /** Undefined when the input was not used, so that parameters of an older association are carried over. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** The extension of the inputs; undefined when none is given, or its definition is wrong. */
export function readExtension(read: Reading, readFile: InputSource['readFile']): ExtensionInputs | undefined {
  const association = read.oneOf('extension-association', [
    'none',
    'application',
    'environment',
    'configuration-profile',
  ])
  const parameters = read.map('extension-parameters', PARAMETER_LIMITS)
  const inline = read.text('extension')
  const path = read.text('extension-file')
  if (inline !== '' && path !== '') {
    read.problems.push('extension and extension-file are both given; use one of the two')
    return undefined
  }
  if (inline === '' && path === '') {
    if (association !== 'none') {
      read.problems.push('extension-association is given without extension or extension-file')
    }
    if (parameters !== undefined) {
      read.problems.push('extension-parameters is given without extension or extension-file')
    }
    return undefined
  }
  if (parameters !== undefined && association === 'none') {
    read.problems.push(
      'extension-parameters is given, but extension-association is none: parameters belong to an association',
    )
  }
  const wanted =
    inline === ''
      ? definitionInFile(read, path, readFile)
      : read.value('extension', parseExtensionDefinition(inline))
  if (wanted === undefined) return undefined
  checkParameters(read, wanted, parameters)
  return { wanted, association, ...(parameters === undefined ? {} : { parameters }) }
}

function definitionInFile(
  read: Reading,
  path: string,
  readFile: InputSource['readFile'],
): TaggedExtensionDefinition | undefined {
  let text: string
  try {
    text = readFile(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    read.problems.push(`extension-file ${quoted(path, 200)} can't be read: ${reason}`)
    return undefined
  }
  return read.value(`extension-file ${quoted(path, 200)}`, parseExtensionDefinition(text))
}

/** Parameters of the association must be the extension's own; dynamic ones come with the deployment. */
function checkParameters(
  read: Reading,
  { definition }: TaggedExtensionDefinition,
  parameters: Readonly<Record<string, string>> | undefined,
): void {
  if (parameters === undefined) return
  const known = Object.keys(definition.parameters)
  for (const name of Object.keys(parameters).filter((given) => !known.includes(given))) {
    const has = known.length === 0 ? 'has no parameters' : `has ${known.join(', ')}`
    read.problems.push(
      `extension-parameters has ${quoted(name)}, but extension ${quoted(definition.name)} ${has}`,
    )
  }
  const missing = Object.entries(definition.parameters)
    .filter(([name, { required }]) => required && parameters[name] === undefined)
    .map(([name]) => name)
  if (missing.length > 0) {
    read.problems.push(
      `extension-parameters lacks ${missing.join(', ')}, which extension ${quoted(definition.name)} requires`,
    )
  }
}

/** The dynamic parameters of the deployment, checked against the extension that is published with it. */
export function readDynamicParameters(
  read: Reading,
  extension: ExtensionInputs | undefined,
): Readonly<Record<string, string>> | undefined {
  const map = read.map('dynamic-extension-parameters', DYNAMIC_PARAMETER_LIMITS)
  if (map === undefined || Object.keys(map).length === 0) return undefined
  const definition = extension?.wanted.definition
  for (const key of Object.keys(map)) {
    const [name, parameter] = key.split('#', 2)
    if (definition === undefined || name !== definition.name || parameter === undefined) continue
    if (definition.parameters[parameter]?.dynamic !== true) {
      read.problems.push(
        `dynamic-extension-parameters has ${quoted(key)}, but the extension has no dynamic parameter ${quoted(parameter)}`,
      )
    }
  }
  return map
}

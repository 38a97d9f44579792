// What AppConfig stores is any media type; these are the ones that an extension says without doubt.
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['json', 'application/json'],
  ['yaml', 'application/x-yaml'],
  ['yml', 'application/x-yaml'],
  ['txt', 'text/plain'],
  ['text', 'text/plain'],
  ['conf', 'text/plain'],
  ['cfg', 'text/plain'],
  ['env', 'text/plain'],
  ['ini', 'text/plain'],
  ['properties', 'text/plain'],
  ['toml', 'application/toml'],
  ['xml', 'application/xml'],
  ['csv', 'text/csv'],
  ['md', 'text/markdown'],
  ['html', 'text/html'],
])

const JSON_TYPE = /^(?:application|text)\/json$|\+json$/
const YAML_TYPE = /^(?:application|text)\/(?:x-)?yaml$|^text\/vnd\.yaml$|\+yaml$/

/** How content is read: by its structure, or as bytes. */
export type ContentFormat = 'json' | 'yaml' | 'other'

/**
 * The content type that the extension of a file says, upper or lower case; undefined for an extension that is
 * not known and for a file without one. `application/x-yaml` is what the AppConfig console and its user guide
 * use for YAML.
 */
export function contentTypeOfPath(path: string): string | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? undefined : CONTENT_TYPES.get(name.slice(dot + 1).toLowerCase())
}

/** How content of this type is read. Parameters (`; charset=utf-8`), case and the suffixes +json and +yaml are understood. */
export function contentFormat(contentType: string): ContentFormat {
  const [essence = ''] = contentType.split(';', 1)
  const type = essence.trim().toLowerCase()
  if (JSON_TYPE.test(type)) return 'json'
  return YAML_TYPE.test(type) ? 'yaml' : 'other'
}

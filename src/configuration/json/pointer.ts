import type { ContentPath } from '../content-value.js'

/**
 * The steps of a JSON pointer (RFC 6901): `/a~1b/0` is `a/b`, then 0. What is no number, or no index into a list
 * of `value`, is a key.
 */
export function pointerPath(pointer: string, value: unknown): ContentPath {
  let here = value
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
      const step = Array.isArray(here) && /^\d+$/.test(key) ? Number(key) : key
      here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined
      return step
    })
}

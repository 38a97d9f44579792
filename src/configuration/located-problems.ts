import type { ContentPath, SchemaProblem } from './content-value.js'
import type { ContentDocument, ContentProblem } from './document.js'

const MAX_PATH_STEP = 80

/**
 * Problems at the lines and columns (from 1) of the content, in their order and each once. A message starts with
 * the path of the value, for what is missing has no line of its own.
 */
export function locatedProblems(
  problems: readonly SchemaProblem[],
  document: ContentDocument,
): readonly ContentProblem[] {
  const located = problems.map(({ path, message }): ContentProblem => {
    const words = path.length === 0 ? `The content ${message}` : `${pathText(path)} ${message}`
    return { message: words, ...document.locate(path) }
  })
  const once = new Map(located.map((problem) => [JSON.stringify(problem), problem]))
  return [...once.values()].sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || order(a.message, b.message),
  )
}

/** A path to read: `values.free-shipping.countries[0]`, unusual keys quoted. */
export function pathText(path: ContentPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      const key = step.length > MAX_PATH_STEP ? `${step.slice(0, MAX_PATH_STEP)}…` : step
      if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`
      return index === 0 ? key : `.${key}`
    })
    .join('')
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

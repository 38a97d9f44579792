import type { Failure } from '../../aws/failure.js'
import type { ConfigurationFile } from '../../inputs/configuration.js'
import { contentFormat } from '../../configuration/content-type.js'
import { parseContent } from '../../configuration/document.js'
import { locatedProblems } from '../../configuration/located-problems.js'
import type { SchemaProblem } from '../../configuration/content-value.js'
import { serviceProblems } from '../../configuration/service-problems.js'
import type { FileProblem } from '../../inputs/input-error.js'

/** What AWS's validators say of a file, at its lines; empty when the failure is not about the content. */
export function servicesFileProblems(failure: Failure, file: ConfigurationFile): readonly FileProblem[] {
  if (failure.kind !== 'bad-request') return []
  const message = failure.validatorMessage ?? failure.message
  return fileProblems(serviceProblems({ message, details: failure.details ?? [] }), file)
}

/** Problems with the content of a file, at its lines. */
export function fileProblems(
  problems: readonly SchemaProblem[],
  file: ConfigurationFile,
): readonly FileProblem[] {
  const format = contentFormat(file.contentType)
  const parsed = format === 'other' || file.text === undefined ? undefined : parseContent(file.text, format)
  if (parsed?.ok !== true) {
    return problems.map(({ path, message }) => ({
      file: file.path,
      message: [path.join('.'), message].join(' ').trim(),
    }))
  }
  return locatedProblems(problems, parsed.document).map((problem) => ({ file: file.path, ...problem }))
}

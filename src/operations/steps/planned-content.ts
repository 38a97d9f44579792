import { hostedContentIfAny } from '../../aws/hosted-versions.js'
import type { ProfileSafeguards } from '../../aws/validators.js'
import type { Target } from '../../aws/target.js'
import { contentFormat } from '../../configuration/content-type.js'
import { parseContent } from '../../configuration/document.js'
import { featureFlagChanges } from '../../configuration/flags/changes.js'
import { featureFlagProblems } from '../../configuration/flags/problems.js'
import { jsonSchemaProblems } from '../../configuration/schema/json-schema-problems.js'
import { lineDiff } from '../../configuration/line-diff.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { FileProblem } from '../../inputs/input-error.js'
import { configurationDiffSection } from '../../report/summary/configuration-diff.js'
import type { PlanFacts } from '../../deployment/facts.js'
import type { Run } from '../run.js'
import { fileProblems } from './file-problems.js'

/** The content that would be deployed: a file, or a hosted version. */
export interface PlannedContent {
  readonly path: string
  readonly content: Uint8Array
  readonly contentType: string
  readonly encrypted: boolean
}

/** What a difference is between, and what says whether it may be shown. */
export interface ComparedContent {
  /** Undefined where this action can't read it. */
  readonly planned: PlannedContent | undefined
  readonly running: Deployment | undefined
  readonly safeguards: ProfileSafeguards | undefined
}

const KEY_INVOLVED = 'A KMS key is involved, so no content is shown. Set show-diff: true to show it.'
/** Half of a job summary; the rest of the plan needs little. */
const MAX_DIFF_BYTES = 500_000

/** What the profile's JSON Schemas and AppConfig's own schema of feature flags find wrong with the content. */
export function contentProblems(
  content: PlannedContent,
  target: Target,
  safeguards: ProfileSafeguards | undefined,
): readonly FileProblem[] {
  const format = contentFormat(content.contentType)
  const text = textOf(content.content)
  if (format === 'other' || text === undefined) return []
  const file = { ...content, text }
  const parsed = parseContent(text, format)
  if (!parsed.ok) return parsed.problems.map((problem) => ({ file: content.path, ...problem }))
  const { value } = parsed.document
  const isFeatureFlags = target.profile.type === 'AWS.AppConfig.FeatureFlags'
  // A JSON Schema validator of AppConfig reads JSON; what it makes of YAML is not documented.
  const schemas = format === 'json' ? (safeguards?.jsonSchemas ?? []) : []
  const problems = [
    ...(isFeatureFlags ? featureFlagProblems(value) : []),
    ...schemas.flatMap((schema) => jsonSchemaProblems(schema, value)),
  ]
  return fileProblems(problems, file)
}

/**
 * The difference between what the environment runs and what would be deployed, as Markdown, or why it is not shown:
 * by default no content is shown as soon as a KMS key is involved.
 * @throws AwsRequestError
 */
export async function plannedDiff(
  inputs: Pick<ReleaseInputs, 'kmsKey' | 'showDiff'>,
  target: Target,
  { planned, running, safeguards }: ComparedContent,
  run: Run,
): Promise<Pick<PlanFacts, 'diff' | 'diffHidden' | 'isDiffRequested'>> {
  if (planned === undefined) return { diffHidden: 'The content is not hosted by AppConfig, and is not read.' }
  const hasKey =
    inputs.kmsKey !== undefined ||
    safeguards?.kmsKeyIdentifier !== undefined ||
    running?.kmsKeyArn !== undefined ||
    planned.encrypted
  if (inputs.showDiff === false) return { diffHidden: 'Not shown, as show-diff says.' }
  if (inputs.showDiff === undefined && hasKey) return { diffHidden: KEY_INVOLVED }
  const before = running === undefined ? undefined : await runningContent(running, target, run)
  if (before?.kmsKeyArn !== undefined && inputs.showDiff === undefined) {
    return { diffHidden: KEY_INVOLVED }
  }
  const [beforeText, afterText] = [
    before === undefined ? '' : textOf(before.content),
    textOf(planned.content),
  ]
  if (beforeText === undefined || afterText === undefined) return { diffHidden: 'The content is not a text.' }
  const isFeatureFlags = target.profile.type === 'AWS.AppConfig.FeatureFlags'
  const flagChanges = isFeatureFlags ? featureFlagChanges(jsonValue(beforeText), jsonValue(afterText)) : []
  const shown = isFeatureFlags ? [prettyJson(beforeText), prettyJson(afterText)] : [beforeText, afterText]
  const lines = lineDiff(shown[0] ?? '', shown[1] ?? '')
  return {
    diff: configurationDiffSection({ flagChanges, lines }, MAX_DIFF_BYTES),
    isDiffRequested: inputs.showDiff === true,
  }
}

async function runningContent(running: Deployment, target: Target, run: Run) {
  const number = Number(running.configurationVersion)
  if (!Number.isInteger(number)) return undefined
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  return hostedContentIfAny(run.aws, address, number)
}

function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}

function jsonValue(text: string): unknown {
  const parsed = parseContent(text === '' ? '{}' : text, 'json')
  return parsed.ok ? parsed.document.value : {}
}

/** AppConfig keeps feature flags on one line, and with the times of their changes: neither is a difference. */
function prettyJson(text: string): string {
  if (text === '') return ''
  const withoutTimes = (key: string, value: unknown) =>
    key === '_createdAt' || key === '_updatedAt' ? undefined : value
  return `${JSON.stringify(jsonValue(text), withoutTimes, 2)}\n`
}

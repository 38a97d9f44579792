import { parsePlan, type ApprovedPlan, type PlannedConfiguration } from '../approval/plan.js'
import { present } from '../configuration/json/present.js'
import { type ConfigurationInput, readConfigurationChoice, readConfigurationFile } from './configuration.js'
import {
  type ContentInputs,
  type DeployInputs,
  readContent,
  readIfUnchanged,
  readStart,
  type StartInputs,
} from './deploy.js'
import { planContradictions } from './plan-contradictions.js'
import { APPLICATION, ENVIRONMENT, type InputSource, PROFILE, type Reading, STRATEGY } from './reading.js'
import { parseKmsKeyIdentifier } from './values/kms-key-identifier.js'
import { parsed, rejected } from './values/parsed.js'

/**
 * The inputs of `operation: apply`, without those that every operation has: the plan, how its deployment is started
 * and watched, and what the plan keeps as a digest only.
 */
export interface ApplyInputs extends ContentInputs, StartInputs {
  readonly operation: 'apply'
  readonly approved: ApprovedPlan
  /** What the plan is of: a version, or the file with the content that is there now. */
  readonly configuration: ConfigurationInput
  /** Undefined: as the plan says. */
  readonly ifUnchanged?: 'deploy' | 'skip'
}

/** Reads the inputs of an apply; what is wrong with them is kept by the reading, and then nothing is returned. */
export function readApplyInputs(read: Reading, source: InputSource): ApplyInputs | undefined {
  const given = {
    application: read.reference('application', APPLICATION),
    environment: read.reference('environment', ENVIRONMENT),
    profile: read.reference('configuration-profile', PROFILE),
    strategy: read.reference('deployment-strategy', STRATEGY),
  }
  const approved = readPlan(read, source)
  const content = readContent(read, source)
  const start = readStart(read)
  const ifUnchanged = readIfUnchanged(read)
  if (approved === undefined) {
    readConfigurationChoice(read, source)
    return undefined
  }
  const claims = [
    { input: 'aws-region', given: textOf(read, 'aws-region'), planned: [approved.region] },
    { input: 'application', given: given.application, planned: namesOf(approved.application) },
    { input: 'environment', given: given.environment, planned: namesOf(approved.environment) },
    { input: 'configuration-profile', given: given.profile, planned: namesOf(approved.profile) },
    { input: 'deployment-strategy', given: given.strategy, planned: namesOf(approved.strategy) },
    { input: 'kms-key-identifier', given: content.kmsKey?.identifier, planned: keysOf(approved) },
    ...configurationClaims(read, approved.configuration),
  ]
  for (const { input, problem } of planContradictions(claims)) read.fail(input, problem)
  // What contradicts the plan is not read: its own problems would only follow.
  if (read.hasProblem('configuration-file', 'configuration-version')) return undefined
  const choice = readConfigurationChoice(read, source)
  const configuration =
    choice?.kind === 'file' || (choice?.kind === 'version' && !isNumber(choice.version))
      ? choice
      : readPlanned(read, source, approved.configuration)
  if (configuration === undefined) return undefined
  return { operation: 'apply', approved, configuration, ...content, ...start, ...present({ ifUnchanged }) }
}

/** An apply as the deployment of its plan: every resource by the ID that was approved. */
export function deploymentOfPlan({ approved, ...inputs }: Omit<ApplyInputs, 'operation'>): DeployInputs {
  const planned = approved.kmsKeyIdentifier
  const key = planned === null ? undefined : parseKmsKeyIdentifier(planned)
  return {
    ifUnchanged: 'skip',
    ...inputs,
    operation: 'deploy',
    approved,
    application: approved.application.id,
    environment: approved.environment.id,
    configurationProfile: approved.profile.id,
    deploymentStrategy: approved.strategy.id,
    createEnvironment: false,
    ...present({ kmsKey: key?.ok === true ? key.value : undefined }),
  }
}

function readPlan(read: Reading, source: InputSource): ApprovedPlan | undefined {
  if (!read.isGiven('plan')) {
    read.fail(
      'plan',
      'is required: the output `plan` of operation: plan. An output of another job needs `outputs` there, and `needs` here.',
    )
  }
  return read.parsed('plan', (text) => {
    const plan = parsePlan(text, source.digest)
    return plan.ok ? parsed(plan.plan) : rejected(`${plan.problem}.`)
  })
}

function readPlanned(
  read: Reading,
  source: InputSource,
  planned: PlannedConfiguration,
): ConfigurationInput | undefined {
  if (planned.kind === 'version') return planned
  if (read.hasProblem('configuration-file', 'configuration-version')) return undefined
  const { path, contentType, label } = planned
  return readConfigurationFile(read, source, { path, contentType, ...present({ label: label ?? undefined }) })
}

function configurationClaims(read: Reading, planned: PlannedConfiguration) {
  const version = textOf(read, 'configuration-version')
  const path = textOf(read, 'configuration-file')
  if (planned.kind === 'version') {
    return [
      {
        input: 'configuration-version',
        // A label or `latest` means what AWS has: the plan that is made again compares it.
        given: version !== undefined && isNumber(version) ? version : undefined,
        planned: [planned.version],
      },
      { input: 'configuration-file', given: path, planned: [`version ${planned.version}`] },
    ]
  }
  return [
    { input: 'configuration-version', given: version, planned: ['a file'] },
    // Another path is another file to the approver, whatever it holds.
    { input: 'configuration-file', given: path, planned: [planned.path] },
    { input: 'content-type', given: textOf(read, 'content-type'), planned: [planned.contentType] },
    {
      input: 'version-label',
      given: textOf(read, 'version-label'),
      planned: planned.label === null ? [] : [planned.label],
    },
  ]
}

function isNumber(version: string): boolean {
  return /^\d+$/.test(version)
}

function textOf(read: Reading, name: string): string | undefined {
  const text = read.text(name)
  return text === '' ? undefined : text
}

function namesOf({ name, id }: { readonly name: string; readonly id: string }): readonly string[] {
  return [name, id]
}

function keysOf({ kmsKeyIdentifier }: ApprovedPlan): readonly string[] {
  return kmsKeyIdentifier === null ? [] : [kmsKeyIdentifier]
}

import { createHash, randomBytes } from 'node:crypto'
import { alarmArnsOf } from '../../aws/environments.js'
import { failureKind } from '../../aws/failure.js'
import { associationsThatApply } from '../../aws/extension-association.js'
import { type HostedContent, hostedContent, hostedVersionLabelled } from '../../aws/hosted-versions.js'
import { type ProfileSafeguards, profileSafeguards } from '../../aws/validators.js'
import type {
  ApprovedPlan,
  PlannedAssociation,
  PlannedConfiguration,
  PlannedExtension,
} from '../../approval/plan.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { ExtensionInputs } from '../../inputs/extension.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import { configurationSource } from '../../inputs/values/configuration-source.js'
import { canonicalDefinition } from '../../inputs/values/extension-definition.js'
import type { Run } from '../run.js'
import { missingVersionError } from './find-configuration.js'
import type { Prepared } from './prepare.js'

/** A plan of what AWS has now, and what it was made from. */
export interface PresentPlan {
  readonly plan: ApprovedPlan
  /** Undefined for a profile whose configuration AppConfig does not host. */
  readonly safeguards: ProfileSafeguards | undefined
  /** The hosted version that would be deployed; undefined for a file, and for other sources. */
  readonly hosted: HostedContent | undefined
}

/**
 * All that an approval of a deployment rests on, as AWS has it now. Only reads.
 * @param salt of the plan that it is compared with; undefined for a plan of its own
 * @throws InputError when the version that is to be deployed does not exist; AwsRequestError
 */
export async function presentPlan(
  inputs: ReleaseInputs & CommonInputs,
  prepared: Prepared,
  salt: string | undefined,
  run: Run,
): Promise<PresentPlan> {
  const { application, environment, profile, strategy } = prepared.target
  const address = { applicationId: application.id, configurationProfileId: profile.id }
  const isHosted = configurationSource(profile.locationUri) === 'hosted'
  const secret = (text: string) => sha256(`${planSalt}\n${text}`)
  const planSalt = salt ?? randomBytes(16).toString('hex')
  const [{ configuration, hosted }, safeguards, associations] = await Promise.all([
    plannedConfiguration(prepared, run),
    isHosted ? profileSafeguards(run.aws, address) : undefined,
    plannedAssociations(prepared, secret, run),
  ])
  const plan = {
    region: inputs.region,
    application: { id: application.id, name: application.name },
    environment: { id: environment.id, name: environment.name },
    profile: { id: profile.id, name: profile.name },
    strategy: { id: strategy.id, name: strategy.name, ...strategy.numbers },
    configuration,
    validatorsDigest: safeguards === undefined ? null : sha256(validatorsText(safeguards)),
    profileKmsKeyIdentifier: safeguards?.kmsKeyIdentifier ?? null,
    extension: inputs.extension === undefined ? null : plannedExtension(inputs.extension, secret),
    associations,
    alarmArns: alarmArnsOf(environment),
    kmsKeyIdentifier: inputs.kmsKey?.identifier ?? null,
    salt: planSalt,
    dynamicParametersDigest: mapDigest(inputs.dynamicExtensionParameters, secret),
    latestDeploymentNumber: prepared.deployments[0]?.number ?? 0,
  }
  return { plan, safeguards, hosted }
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

async function plannedConfiguration(
  { configuration, target }: Prepared,
  run: Run,
): Promise<{ readonly configuration: PlannedConfiguration; readonly hosted?: HostedContent }> {
  switch (configuration.kind) {
    case 'version': {
      const { version, label = null } = configuration
      const isHosted = configurationSource(target.profile.locationUri) === 'hosted'
      if (!isHosted) return { configuration: { kind: 'version', version, label, contentDigest: null } }
      const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
      try {
        // A label that could not be resolved: a plan covers a version by its number, so the reason is an error here.
        const isNumber = /^\d+$/.test(version)
        const number = isNumber ? Number(version) : await hostedVersionLabelled(run.aws, address, version)
        const hosted = await hostedContent(run.aws, address, number ?? 0)
        const contentDigest = sha256(hosted.content)
        const configuration = {
          kind: 'version',
          version: String(hosted.number),
          label,
          contentDigest,
        } as const
        return { configuration, hosted }
      } catch (error) {
        if (failureKind(error) !== 'not-found') throw error
        throw await missingVersionError(version, address, target.profile, run)
      }
    }
    case 'file': {
      const { path, content, contentType, label } = configuration.file
      const contentDigest = sha256(content)
      return { configuration: { kind: 'file', path, contentDigest, contentType, label: label ?? null } }
    }
  }
}

async function plannedAssociations(
  { target }: Prepared,
  secret: Secret,
  run: Run,
): Promise<readonly PlannedAssociation[]> {
  const { application, environment, profile } = target
  const associations = await associationsThatApply(run.aws, {
    applicationId: application.id,
    environmentId: environment.id,
    configurationProfileId: profile.id,
  })
  return associations.map(({ id, extensionArn, resourceArn, parameters }) => {
    return { id, extensionArn, resourceArn, parametersDigest: mapDigest(parameters, secret) ?? '' }
  })
}

function validatorsText({ jsonSchemas, lambdaArns }: ProfileSafeguards): string {
  return JSON.stringify([[...jsonSchemas].sort(), [...lambdaArns].sort()])
}

function plannedExtension(
  { wanted, association, parameters }: ExtensionInputs,
  secret: Secret,
): PlannedExtension {
  return {
    name: wanted.definition.name,
    definitionDigest: sha256(canonicalDefinition(wanted.definition)),
    association,
    parametersDigest: mapDigest(parameters, secret),
  }
}

/** A salted digest. */
type Secret = (text: string) => string

/** Of a map of texts, whatever their order; null for none. */
function mapDigest(map: Readonly<Record<string, string>> | undefined, secret: Secret): string | null {
  if (map === undefined) return null
  return secret(JSON.stringify(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))))
}

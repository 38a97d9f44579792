import type { RecordedRequest } from '../../simulator/recording.js'
import { KEY_ARN, REGION } from '../simulated-aws.js'
import type { Permission } from './iam-policy.js'

/** The profile of these tests that has a KMS key of its own. */
/** IDs as AppConfig makes them, with a digit. */
export const PROFILE_ID = 'settin1'
export const ENCRYPTED_PROFILE_ID = 'secured'

type ResourceType =
  | 'application'
  | 'environment'
  | 'configurationprofile'
  | 'hostedconfigurationversion'
  | 'deployment'
  | 'deploymentstrategy'

const IN_PROFILE = ['application', 'configurationprofile'] as const
const IN_ENVIRONMENT = ['application', 'environment'] as const
const OF_DEPLOYMENT = [...IN_ENVIRONMENT, 'deployment'] as const

/**
 * The resource types that AWS looks at for each action, each of which has to be allowed; none where it takes no ARN
 * (service authorization reference of AWS AppConfig, 2026-06).
 */
const RESOURCE_TYPES: Readonly<Record<string, readonly ResourceType[]>> = {
  ListApplications: [],
  GetApplication: ['application'],
  ListEnvironments: ['application'],
  GetEnvironment: IN_ENVIRONMENT,
  CreateEnvironment: ['application'],
  DeleteEnvironment: IN_ENVIRONMENT,
  ListConfigurationProfiles: ['application'],
  GetConfigurationProfile: IN_PROFILE,
  ListHostedConfigurationVersions: IN_PROFILE,
  CreateHostedConfigurationVersion: IN_PROFILE,
  GetHostedConfigurationVersion: [...IN_PROFILE, 'hostedconfigurationversion'],
  ListDeploymentStrategies: [],
  GetDeploymentStrategy: ['deploymentstrategy'],
  StartDeployment: [...IN_ENVIRONMENT, 'configurationprofile', 'deploymentstrategy'],
  ListDeployments: IN_ENVIRONMENT,
  GetDeployment: OF_DEPLOYMENT,
  StopDeployment: OF_DEPLOYMENT,
  ListExtensions: [],
  CreateExtension: [],
  ListExtensionAssociations: [],
  CreateExtensionAssociation: [],
  GetAccountSettings: [],
}
/** STS asks for no permission: the trust policy of a role decides, and everybody may ask who they are. */
const WITHOUT_PERMISSION = new Set(['AssumeRoleWithWebIdentity', 'GetCallerIdentity'])
const PASSING_A_ROLE = /"(?:AlarmRoleArn|RoleArn)":"(?<arn>[^"]+)"/g

/** The permissions that AWS asks for before it does what a recorded request says. */
export function neededPermissions(request: RecordedRequest): readonly Permission[] {
  const { operation, body } = request
  if (operation === null) throw new Error(`${request.method} ${request.path} is no operation`)
  if (WITHOUT_PERMISSION.has(operation)) return []
  const passed = [...JSON.stringify(body ?? {}).matchAll(PASSING_A_ROLE)].map(
    ({ groups }) => groups?.['arn'] ?? '',
  )
  return [
    { action: `appconfig:${operation}`, resources: resourcesOf(operation, request) },
    ...tagging(operation, request),
    ...passed.map((role) => ({ action: 'iam:PassRole', resources: [role] })),
    ...keyUse(operation, request),
  ]
}

function resourcesOf(operation: string, { path, body }: RecordedRequest): readonly string[] {
  const [, collection = '', id = ''] = decodeURIComponent(path).split('/')
  // An ARN has slashes of its own; whatever follows `/tags/` is one.
  if (collection === 'tags') return [decodeURIComponent(path).slice('/tags/'.length)]
  if (collection === 'extensionassociations' && id !== '') return [appConfigArn(`extensionassociation/${id}`)]
  // The ARN ends in the version, which the request has in its query.
  if (operation === 'GetExtension') return [appConfigArn(`extension/${id}/1`)]
  const types = RESOURCE_TYPES[operation]
  if (types === undefined) throw new Error(`${operation} is not in the table of resource types`)
  return types.length === 0 ? ['*'] : types.map((type) => appConfigArn(resourcePath(type, path, body)))
}

function resourcePath(type: ResourceType, path: string, body: unknown): string {
  const inPath = (collection: string) => new RegExp(`/${collection}/([^/]+)`).exec(path)?.[1]
  const id = (collection: string, member: string) =>
    inPath(collection) ?? String((body as Record<string, unknown> | null)?.[member])
  const application = `application/${id('applications', 'ApplicationId')}`
  switch (type) {
    case 'application':
      return application
    case 'environment':
      return `${application}/environment/${id('environments', 'EnvironmentId')}`
    case 'deployment':
      return `${resourcePath('environment', path, body)}/deployment/${id('deployments', 'DeploymentNumber')}`
    case 'configurationprofile':
      return `${application}/configurationprofile/${id('configurationprofiles', 'ConfigurationProfileId')}`
    case 'hostedconfigurationversion':
      return `${resourcePath('configurationprofile', path, body)}/hostedconfigurationversion/${id('hostedconfigurationversions', 'VersionNumber')}`
    case 'deploymentstrategy':
      return `deploymentstrategy/${id('deploymentstrategies', 'DeploymentStrategyId')}`
  }
}

/** Tags of something that is created are a permission of their own, on what does not exist yet. */
function tagging(operation: string, { path, body }: RecordedRequest): readonly Permission[] {
  const tags = (body as { Tags?: object } | null)?.Tags
  if (tags === undefined || Object.keys(tags).length === 0) return []
  const created = {
    StartDeployment: `${resourcePath('environment', path, body)}/deployment/1`,
    CreateEnvironment: `${resourcePath('application', path, body)}/environment/new0001`,
    CreateExtension: 'extension/new0001/1',
  }[operation]
  if (created === undefined) throw new Error(`${operation} has tags of something unknown`)
  return [{ action: 'appconfig:TagResource', resources: [appConfigArn(created)] }]
}

/** AppConfig uses keys with the caller's credentials (user guide, "Securing data at rest"). */
function keyUse(operation: string, { path, body }: RecordedRequest): readonly Permission[] {
  const key = (...actions: readonly string[]) =>
    actions.map((action) => ({ action: `kms:${action}`, resources: [KEY_ARN] }))
  const isEncryptedProfile =
    path.includes(`/configurationprofiles/${ENCRYPTED_PROFILE_ID}/`) ||
    (body as Record<string, unknown> | null)?.['ConfigurationProfileId'] === ENCRYPTED_PROFILE_ID
  switch (operation) {
    case 'StartDeployment': {
      const hasKey = (body as Record<string, unknown>)['KmsKeyIdentifier'] !== undefined
      return [...(hasKey ? key('GenerateDataKey*') : []), ...(isEncryptedProfile ? key('Decrypt') : [])]
    }
    case 'GetHostedConfigurationVersion':
      return isEncryptedProfile ? key('Decrypt') : []
    case 'CreateHostedConfigurationVersion':
      return isEncryptedProfile ? key('GenerateDataKey') : []
    default:
      return []
  }
}

const appConfigArn = (path: string) => `arn:aws:appconfig:${REGION}:123456789012:${path}`

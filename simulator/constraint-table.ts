/**
 * Limits of one member. `min` and `max` are a length (text, list, map) or a value (number); `key` binds the
 * keys of a map, `each` the values of a map or a list.
 */
export interface Constraint {
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly key?: Constraint
  readonly each?: Constraint
}

const length = (min: number, max: number): Constraint => ({ min, max })

const ROLE: Constraint = {
  ...length(20, 2048),
  pattern: '^((arn):(aws|aws-cn|aws-iso|aws-iso-[a-z]{1}|aws-us-gov|aws-eusc):(iam)::\\d{12}:role[/].*)$',
}
const ARN: Constraint = {
  ...length(20, 2048),
  pattern:
    'arn:(aws[a-zA-Z-]*)?:[a-z]+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:[a-zA-Z0-9-_/:.]+',
}
const IDENTIFIER = length(1, 2048)
const MINUTES = length(0, 1440)
const EXTENSION_OR_PARAMETER: Constraint = { pattern: '^[^\\/#:\\n]{1,64}$' }
const PARAMETERS: Constraint = { ...length(1, 10), key: EXTENSION_OR_PARAMETER }
const PARAMETER_VALUES: Constraint = {
  ...length(0, 10),
  key: EXTENSION_OR_PARAMETER,
  each: length(1, 2048),
}
const ACTION_POINTS = [
  'PRE_CREATE_HOSTED_CONFIGURATION_VERSION',
  'PRE_START_DEPLOYMENT',
  'AT_DEPLOYMENT_TICK',
  'ON_DEPLOYMENT_START',
  'ON_DEPLOYMENT_STEP',
  'ON_DEPLOYMENT_BAKING',
  'ON_DEPLOYMENT_COMPLETE',
  'ON_DEPLOYMENT_ROLLED_BACK',
]

/**
 * The limits of the service model (`appconfig/2019-10-09`), by the name of the member. The SDK's schemas say
 * what is required and what is sensitive, but carry no lengths, ranges, patterns or enums.
 */
const BY_MEMBER: Readonly<Record<string, Constraint>> = {
  ApplicationId: length(1, 64),
  EnvironmentId: length(1, 64),
  ConfigurationProfileId: length(1, 128),
  DeploymentStrategyId: { pattern: '(^[a-z0-9]{4,7}$|^AppConfig\\.[A-Za-z0-9]{9,40}$)' },
  ExtensionIdentifier: IDENTIFIER,
  ExtensionAssociationId: { pattern: '[a-z0-9]{4,7}' },
  ResourceIdentifier: IDENTIFIER,
  ResourceArn: ARN,
  Name: length(1, 64),
  Description: length(0, 1024),
  Tags: { ...length(0, 50), key: length(1, 128), each: { max: 256 } },
  TagKeys: { ...length(0, 50), each: length(1, 128) },
  MaxResults: length(1, 50),
  NextToken: length(1, 2048),
  Monitors: length(0, 5),
  AlarmArn: length(1, 2048),
  AlarmRoleArn: ROLE,
  LocationUri: length(1, 2048),
  RetrievalRoleArn: ROLE,
  Validators: length(0, 2),
  KmsKeyIdentifier: length(1, 2048),
  ConfigurationVersion: length(1, 1024),
  ContentType: length(1, 255),
  VersionLabel: { ...length(1, 64), pattern: '.*[^0-9].*' },
  DeletionProtectionCheck: { enum: ['ACCOUNT_DEFAULT', 'APPLY', 'BYPASS'] },
  ProtectionPeriodInMinutes: length(15, 1440),
  DeploymentDurationInMinutes: MINUTES,
  FinalBakeTimeInMinutes: MINUTES,
  GrowthFactor: length(1, 100),
  GrowthType: { enum: ['LINEAR', 'EXPONENTIAL'] },
  ReplicateTo: { enum: ['NONE', 'SSM_DOCUMENT'] },
  DynamicExtensionParameters: {
    ...length(1, 10),
    key: { pattern: '^([^#\\n]{1,96})#([^\\/#\\n]{1,64})$' },
    each: length(1, 2048),
  },
  Actions: { ...length(1, 5), key: { enum: ACTION_POINTS }, each: length(1, 1) },
  Parameters: PARAMETER_VALUES,
}

/** Where a structure differs from what the member's name says elsewhere. */
const BY_STRUCTURE: Readonly<Record<string, Constraint>> = {
  'ListExperimentDefinitionsRequest.Status': { enum: ['ACTIVE', 'ARCHIVED', 'IDLE'] },
  'ListExperimentRunsRequest.Status': { enum: ['DONE', 'RUNNING'] },
  'DeleteExperimentDefinitionRequest.DeleteType': { enum: ['ARCHIVE', 'DESTROY'] },
  'CreateConfigurationProfileRequest.Name': length(1, 128),
  'CreateConfigurationProfileRequest.Type': { pattern: '^[a-zA-Z0-9\\.\\-]+' },
  'UpdateConfigurationProfileRequest.Name': length(1, 128),
  'UpdateConfigurationProfileRequest.KmsKeyIdentifier': length(0, 2048),
  'ListConfigurationProfilesRequest.Type': { pattern: '^[a-zA-Z0-9\\.\\-]+' },
  'ListHostedConfigurationVersionsRequest.VersionLabel': length(1, 64),
  'ListExtensionAssociationsRequest.ResourceIdentifier': ARN,
  'CreateExtensionRequest.Name': EXTENSION_OR_PARAMETER,
  'CreateExtensionRequest.Parameters': PARAMETERS,
  'UpdateExtensionRequest.Parameters': PARAMETERS,
  'Validator.Type': { enum: ['JSON_SCHEMA', 'LAMBDA'] },
  'Validator.Content': length(0, 32_768),
  'Action.Uri': IDENTIFIER,
  'Action.RoleArn': ARN,
}

/** The limits of a member of a structure, `undefined` when the model sets none. */
export function constraintOf(structure: string, member: string): Constraint | undefined {
  return BY_STRUCTURE[`${structure}.${member}`] ?? BY_MEMBER[member]
}

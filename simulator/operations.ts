import * as api from '@aws-sdk/client-appconfig'

type WithoutMetadata<Output> = Omit<Output, '$metadata'>

/** Environment as the wire carries it: AWS answers `ReadyForDeployment`, its own model says READY_FOR_DEPLOYMENT. */
export type WireEnvironment = Omit<api.Environment, 'State'> & { readonly State: string }

type Nothing = Readonly<Record<string, never>>

/** What goes in and what comes out of every operation that the simulator answers, in the SDK's own types. */
export interface Operations {
  CreateApplication: [api.CreateApplicationRequest, api.Application]
  GetApplication: [api.GetApplicationRequest, api.Application]
  UpdateApplication: [api.UpdateApplicationRequest, api.Application]
  DeleteApplication: [api.DeleteApplicationRequest, Nothing]
  ListApplications: [api.ListApplicationsRequest, api.Applications]
  CreateEnvironment: [api.CreateEnvironmentRequest, WireEnvironment]
  GetEnvironment: [api.GetEnvironmentRequest, WireEnvironment]
  UpdateEnvironment: [api.UpdateEnvironmentRequest, WireEnvironment]
  DeleteEnvironment: [api.DeleteEnvironmentRequest, Nothing]
  ListEnvironments: [
    api.ListEnvironmentsRequest,
    { Items: WireEnvironment[]; NextToken?: string | undefined },
  ]
  CreateConfigurationProfile: [api.CreateConfigurationProfileRequest, api.ConfigurationProfile]
  GetConfigurationProfile: [api.GetConfigurationProfileRequest, api.ConfigurationProfile]
  UpdateConfigurationProfile: [api.UpdateConfigurationProfileRequest, api.ConfigurationProfile]
  DeleteConfigurationProfile: [api.DeleteConfigurationProfileRequest, Nothing]
  ListConfigurationProfiles: [api.ListConfigurationProfilesRequest, api.ConfigurationProfiles]
  ValidateConfiguration: [api.ValidateConfigurationRequest, Nothing]
  CreateHostedConfigurationVersion: [
    api.CreateHostedConfigurationVersionRequest,
    WithoutMetadata<api.HostedConfigurationVersion>,
  ]
  GetHostedConfigurationVersion: [
    api.GetHostedConfigurationVersionRequest,
    WithoutMetadata<api.HostedConfigurationVersion>,
  ]
  DeleteHostedConfigurationVersion: [api.DeleteHostedConfigurationVersionRequest, Nothing]
  ListHostedConfigurationVersions: [
    api.ListHostedConfigurationVersionsRequest,
    api.HostedConfigurationVersions,
  ]
  CreateDeploymentStrategy: [api.CreateDeploymentStrategyRequest, api.DeploymentStrategy]
  GetDeploymentStrategy: [api.GetDeploymentStrategyRequest, api.DeploymentStrategy]
  UpdateDeploymentStrategy: [api.UpdateDeploymentStrategyRequest, api.DeploymentStrategy]
  DeleteDeploymentStrategy: [api.DeleteDeploymentStrategyRequest, Nothing]
  ListDeploymentStrategies: [api.ListDeploymentStrategiesRequest, api.DeploymentStrategies]
  StartDeployment: [api.StartDeploymentRequest, api.Deployment]
  GetDeployment: [api.GetDeploymentRequest, api.Deployment]
  ListDeployments: [api.ListDeploymentsRequest, api.Deployments]
  StopDeployment: [api.StopDeploymentRequest, api.Deployment]
  CreateExtension: [api.CreateExtensionRequest, api.Extension]
  GetExtension: [api.GetExtensionRequest, api.Extension]
  UpdateExtension: [api.UpdateExtensionRequest, api.Extension]
  DeleteExtension: [api.DeleteExtensionRequest, Nothing]
  ListExtensions: [api.ListExtensionsRequest, api.Extensions]
  CreateExtensionAssociation: [api.CreateExtensionAssociationRequest, api.ExtensionAssociation]
  GetExtensionAssociation: [api.GetExtensionAssociationRequest, api.ExtensionAssociation]
  UpdateExtensionAssociation: [api.UpdateExtensionAssociationRequest, api.ExtensionAssociation]
  DeleteExtensionAssociation: [api.DeleteExtensionAssociationRequest, Nothing]
  ListExtensionAssociations: [api.ListExtensionAssociationsRequest, api.ExtensionAssociations]
  ListExperimentDefinitions: [api.ListExperimentDefinitionsRequest, api.ExperimentDefinitions]
  GetExperimentDefinition: [api.GetExperimentDefinitionRequest, api.ExperimentDefinition]
  DeleteExperimentDefinition: [api.DeleteExperimentDefinitionRequest, Nothing]
  ListExperimentRuns: [api.ListExperimentRunsRequest, api.ExperimentRuns]
  ListTagsForResource: [api.ListTagsForResourceRequest, api.ResourceTags]
  TagResource: [api.TagResourceRequest, Nothing]
  UntagResource: [api.UntagResourceRequest, Nothing]
  GetAccountSettings: [Nothing, api.AccountSettings]
  UpdateAccountSettings: [api.UpdateAccountSettingsRequest, api.AccountSettings]
}

export type OperationName = keyof Operations

/**
 * A request whose required members are known to be there: the SDK types them `string | undefined`, and
 * the parser refuses a request that lacks one.
 */
export type Asked<Shape> = {
  readonly [Member in keyof Shape]: Partial<Pick<Shape, Member>> extends Pick<Shape, Member>
    ? Shape[Member]
    : Exclude<Shape[Member], undefined>
}

export type RequestOf<Name extends OperationName> = Asked<Operations[Name][0]>
export type AnswerOf<Name extends OperationName> = Operations[Name][1]

type OperationSchema = typeof api.StartDeployment$

/** One operation as the SDK's schema describes it: its name, its route and the shapes on both sides. */
export interface OperationRoute {
  readonly name: string
  readonly method: string
  /** The path with its labels in braces, as the model has it: `/applications/{ApplicationId}`. */
  readonly path: string
  readonly status: number
  readonly input: OperationSchema[4]
  readonly output: OperationSchema[5]
}

/** Every operation of the SDK's AppConfig schemas, those that the simulator leaves out included. */
export function operationRoutes(): readonly OperationRoute[] {
  return Object.values(api).filter(isOperationSchema).map(routeOf)
}

function isOperationSchema(exported: unknown): exported is OperationSchema {
  return Array.isArray(exported) && exported[0] === 9
}

function routeOf([, , name, traits, input, output]: OperationSchema): OperationRoute {
  if (typeof traits === 'number' || traits.http === undefined) throw new Error(`${name} has no HTTP trait`)
  const [method, path, status] = traits.http
  return { name, method, path, status, input, output }
}

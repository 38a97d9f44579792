import type { AnswerOf, OperationName, RequestOf } from '../operations.js'
import type { Account } from './account.js'
import * as applications from './applications.js'
import * as associations from './associations.js'
import * as deployments from './deployments.js'
import * as environments from './environments.js'
import * as experiments from './experiments.js'
import * as extensions from './extensions.js'
import * as hostedVersions from './hosted-versions.js'
import * as profiles from './profiles.js'
import * as settings from './settings.js'
import * as starting from './starting.js'
import * as strategies from './strategies.js'
import * as tags from './tags.js'

type Implementations = {
  readonly [Name in OperationName]: (account: Account, request: RequestOf<Name>) => AnswerOf<Name>
}

const IMPLEMENTATIONS: Implementations = {
  CreateApplication: (account, request) => applications.createApplication(account, request),
  GetApplication: applications.getApplication,
  UpdateApplication: applications.updateApplication,
  DeleteApplication: applications.deleteApplication,
  ListApplications: applications.listApplications,
  CreateEnvironment: (account, request) => environments.createEnvironment(account, request),
  GetEnvironment: environments.getEnvironment,
  UpdateEnvironment: environments.updateEnvironment,
  DeleteEnvironment: environments.deleteEnvironment,
  ListEnvironments: environments.listEnvironments,
  CreateConfigurationProfile: (account, request) => profiles.createProfile(account, request),
  GetConfigurationProfile: profiles.getProfile,
  UpdateConfigurationProfile: profiles.updateProfile,
  DeleteConfigurationProfile: profiles.deleteProfile,
  ListConfigurationProfiles: profiles.listProfiles,
  ValidateConfiguration: starting.validateConfiguration,
  CreateHostedConfigurationVersion: hostedVersions.createHostedVersion,
  GetHostedConfigurationVersion: hostedVersions.getHostedVersion,
  DeleteHostedConfigurationVersion: hostedVersions.deleteHostedVersion,
  ListHostedConfigurationVersions: hostedVersions.listHostedVersions,
  CreateDeploymentStrategy: (account, request) => strategies.createStrategy(account, request),
  GetDeploymentStrategy: strategies.getStrategy,
  UpdateDeploymentStrategy: strategies.updateStrategy,
  DeleteDeploymentStrategy: strategies.deleteStrategy,
  ListDeploymentStrategies: strategies.listStrategies,
  StartDeployment: starting.startDeployment,
  GetDeployment: deployments.getDeployment,
  ListDeployments: deployments.listDeployments,
  StopDeployment: deployments.stopDeployment,
  CreateExtension: (account, request) => extensions.createExtension(account, request),
  GetExtension: extensions.getExtension,
  UpdateExtension: extensions.updateExtension,
  DeleteExtension: extensions.deleteExtension,
  ListExtensions: extensions.listExtensions,
  CreateExtensionAssociation: (account, request) => associations.createAssociation(account, request),
  GetExtensionAssociation: associations.getAssociation,
  UpdateExtensionAssociation: associations.updateAssociation,
  DeleteExtensionAssociation: associations.deleteAssociation,
  ListExtensionAssociations: associations.listAssociations,
  ListExperimentDefinitions: experiments.listExperiments,
  GetExperimentDefinition: experiments.getExperiment,
  DeleteExperimentDefinition: experiments.deleteExperiment,
  ListExperimentRuns: experiments.listExperimentRuns,
  ListTagsForResource: tags.listTags,
  TagResource: tags.tagResource,
  UntagResource: tags.untagResource,
  GetAccountSettings: settings.getAccountSettings,
  UpdateAccountSettings: settings.updateAccountSettings,
}

/** Whether the simulator answers this operation; GetConfiguration and most of experiments it does not. */
export function isImplemented(name: string): name is OperationName {
  return Object.hasOwn(IMPLEMENTATIONS, name)
}

/** Does what the operation does to the account and returns the members of its answer. */
export function perform<Name extends OperationName>(
  account: Account,
  name: Name,
  request: RequestOf<Name>,
): AnswerOf<Name> {
  const implementation: Implementations[Name] = IMPLEMENTATIONS[name]
  return implementation(account, request)
}

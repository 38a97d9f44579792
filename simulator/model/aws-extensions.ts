import type { Account, Extension } from './account.js'

export const FEATURE_FLAGS_TYPE = 'AWS.AppConfig.FeatureFlags'
export const FEATURE_FLAGS_EXTENSION = 'AWS.AppConfig.FeatureFlags'

const AWS_AUTHORED: readonly (readonly [name: string, description: string])[] = [
  [FEATURE_FLAGS_EXTENSION, 'Validates and normalises feature flags'],
  ['AWS.AppConfig.JiraIntegration', 'Keeps Jira issues for feature flags'],
  ['AWS.AppConfig.DeploymentNotificationsToEventBridge', 'Sends deployment events to EventBridge'],
  ['AWS.AppConfig.DeploymentNotificationsToSqs', 'Sends deployment events to an SQS queue'],
  ['AWS.AppConfig.DeploymentNotificationsToSns', 'Sends deployment events to an SNS topic'],
]

/** Puts the extensions that AWS wrote into the account. Their actions are AWS's own and are not shown. */
export function addAwsExtensions(account: Account): void {
  for (const [name, description] of AWS_AUTHORED) {
    const extension: Extension = {
      id: name,
      name,
      awsAuthored: true,
      versions: new Map([[1, { number: 1, description, actions: {}, parameters: undefined }]]),
    }
    account.extensions.set(name, extension)
  }
}

import type * as api from '@aws-sdk/client-appconfig'
import { type Account, type Clock, emptyAccount, type Readings } from './model/account.js'
import { createApplication, findApplication } from './model/applications.js'
import { createAssociation } from './model/associations.js'
import { addAwsExtensions } from './model/aws-extensions.js'
import { createEnvironment } from './model/environments.js'
import { createExtension } from './model/extensions.js'
import { createHostedVersion } from './model/hosted-versions.js'
import { createProfile, findProfile } from './model/profiles.js'
import { addPredefinedStrategies, createStrategy } from './model/strategies.js'
import type { Seed, SeedApplication, SeedExtension, SeedProfile } from './seed.js'

/**
 * An account as the seed describes it, made by the same rules as requests are.
 *
 * @throws ServiceError when the seed breaks one of them
 */
export function seededAccount(seed: Seed, clock: Clock, readings: Readings): Account {
  const { account: id = '123456789012', region = 'us-east-1', quotas } = seed
  const account = emptyAccount(id, region, clock, readings, quotas)
  addPredefinedStrategies(account)
  addAwsExtensions(account)
  for (const { KeyId, Alias, State } of seed.keys ?? []) {
    account.keys.set(KeyId, { id: KeyId, alias: Alias, state: State })
  }
  for (const { Id, ...strategy } of seed.strategies ?? []) createStrategy(account, strategy, Id)
  for (const application of seed.applications ?? []) addApplication(account, application)
  for (const extension of seed.extensions ?? []) addExtension(account, extension)
  for (const association of seed.associations ?? []) createAssociation(account, association)
  return account
}

function addApplication(account: Account, seeded: SeedApplication): void {
  const { Id: id, environments = [], profiles = [], ...application } = seeded
  const { Id: ApplicationId = '' } = createApplication(account, application, id)
  for (const { Id, Monitors, ...environment } of environments) {
    const monitors = Monitors === undefined ? {} : { Monitors: [...Monitors] }
    createEnvironment(account, { ...environment, ...monitors, ApplicationId }, Id)
  }
  for (const profile of profiles) addProfile(account, ApplicationId, profile)
}

function addProfile(account: Account, ApplicationId: string, seeded: SeedProfile): void {
  const { Id, versions = [], sourceVersions, Validators, LocationUri = 'hosted', ...profile } = seeded
  const validators = Validators === undefined ? {} : { Validators: [...Validators] }
  createProfile(account, { ...profile, ...validators, ApplicationId, LocationUri }, Id)
  const created = findProfile(account, findApplication(account, ApplicationId), profile.Name)
  created.sourceVersions = sourceVersions
  for (const { Content, ContentType = 'application/json', ...version } of versions) {
    createHostedVersion(account, {
      ...version,
      ApplicationId,
      ConfigurationProfileId: created.id,
      Content: Buffer.from(Content),
      ContentType,
    })
  }
}

function addExtension(account: Account, { Id, Actions, Parameters, ...extension }: SeedExtension): void {
  const actions: Partial<Record<string, api.Action[]>> = {}
  for (const [point, pointActions] of Object.entries(Actions)) actions[point] = [...pointActions]
  const parameters = Parameters === undefined ? {} : { Parameters: { ...Parameters } }
  createExtension(account, { ...extension, ...parameters, Actions: actions }, Id)
}

import { describe, expect, test } from '@jest/globals'
import { findEnvironment } from '../../src/aws/environments.js'
import { findTarget, type TargetReferences } from '../../src/aws/target.js'
import { InputError } from '../../src/inputs/input-error.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import type { Seed } from '../../simulator/simulator.js'
import { MONITOR } from '../simulated-aws.js'
import { failureKindOf, virtualRun } from './virtual-run.js'

const NAMES: TargetReferences = {
  application: 'shop',
  environment: 'production',
  configurationProfile: 'settings',
  deploymentStrategy: 'Steps',
}
const IDS: TargetReferences = {
  application: 'shop001',
  environment: 'prod001',
  configurationProfile: 'setting',
  deploymentStrategy: 'steps01',
}

/** The default seed with another name for the shop and one more environment for each name. */
function renamedShop(applicationName: string, names: readonly string[]): Seed {
  const [shop] = defaultSeed.applications ?? []
  return {
    ...defaultSeed,
    applications: [
      {
        ...shop,
        Name: applicationName,
        environments: [...(shop?.environments ?? []), ...names.map((Name) => ({ Name }))],
      },
    ],
  }
}

async function problemsOf(search: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await search.then(
    () => new Error('Everything was found'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof InputError) return error.problems
  throw error
}

describe('the target', () => {
  test.each([
    ['names', NAMES],
    ['IDs', IDS],
    ['names and IDs mixed', { ...NAMES, application: 'shop001', deploymentStrategy: 'steps01' }],
  ])('is found by %s', async (_, references) => {
    await using run = await virtualRun()

    expect(await findTarget(run.aws, references, findEnvironment)).toEqual({
      application: { id: 'shop001', name: 'shop' },
      environment: { id: 'prod001', name: 'production', monitors: [MONITOR] },
      profile: { id: 'setting', name: 'settings', locationUri: 'hosted', type: 'AWS.Freeform' },
      strategy: {
        id: 'steps01',
        name: 'Steps',
        numbers: { durationMinutes: 4, bakeMinutes: 2, growthType: 'LINEAR', growthFactor: 25 },
      },
    })
  })

  test('may have a predefined strategy', async () => {
    await using run = await virtualRun()
    const deploymentStrategy = 'AppConfig.Canary10Percent20Minutes'

    const { strategy } = await findTarget(run.aws, { ...NAMES, deploymentStrategy }, findEnvironment)

    expect(strategy).toEqual({
      id: deploymentStrategy,
      name: deploymentStrategy,
      numbers: { durationMinutes: 20, bakeMinutes: 10, growthType: 'EXPONENTIAL', growthFactor: 10 },
    })
  })

  test('may have names that look like IDs, where AppConfig takes IDs only', async () => {
    await using run = await virtualRun({ seed: renamedShop('webapp1', ['beta001']) })
    // Whether AppConfig takes a name in the place of an ID is not established.
    await run.service.fault({ operation: 'GetApplication', fault: 'status', status: 404 })
    await run.service.fault({ operation: 'GetEnvironment', fault: 'status', status: 404, times: 2 })
    await run.service.fault({ operation: 'ListConfigurationProfiles', fault: 'status', status: 404 })

    const target = await findTarget(
      run.aws,
      { ...NAMES, application: 'webapp1', environment: 'beta001' },
      findEnvironment,
    )

    expect(target.application).toEqual({ id: 'shop001', name: 'webapp1' })
    expect(target.environment.name).toBe('beta001')
    expect(target.environment.id).not.toBe('beta001')
  })

  test('is found on the last pages of the applications and of the profiles', async () => {
    const [shop] = defaultSeed.applications ?? []
    const others = Array.from({ length: 99 }, (_, number) => ({ Name: `app ${number}` }))
    const profiles = Array.from({ length: 93 }, (_, number) => ({ Name: `profile ${number}` }))
    const crowded = { ...shop, Name: 'The last shop', profiles: [...(shop?.profiles ?? []), ...profiles] }
    await using run = await virtualRun({ seed: { ...defaultSeed, applications: [...others, crowded] } })

    const target = await findTarget(
      run.aws,
      { ...NAMES, application: 'The last shop', configurationProfile: 'profile 92' },
      findEnvironment,
    )

    expect(target.application).toEqual({ id: 'shop001', name: 'The last shop' })
    expect(target.profile.name).toBe('profile 92')
    expect(await run.service.requests('ListApplications')).toHaveLength(2)
    expect(await run.service.requests('ListConfigurationProfiles')).toHaveLength(2)
  })

  test('is found among a thousand environments and a thousand profiles', async () => {
    const [shop] = defaultSeed.applications ?? []
    const thousand = (kind: string) =>
      Array.from({ length: 1000 }, (_, number) => ({ Name: `${kind} ${String(number)}` }))
    const crowded = {
      ...shop,
      Name: 'shop',
      environments: thousand('environment'),
      profiles: thousand('profile'),
    }
    const quotas = { environments: 1000, profiles: 1000 }
    await using run = await virtualRun({ seed: { ...defaultSeed, quotas, applications: [crowded] } })

    const target = await findTarget(
      run.aws,
      { ...NAMES, environment: 'environment 999', configurationProfile: 'profile 999' },
      findEnvironment,
    )

    expect(target.environment.name).toBe('environment 999')
    expect(target.profile.name).toBe('profile 999')
    expect(await run.service.requests('ListEnvironments')).toHaveLength(20)
    expect(await run.service.requests('ListConfigurationProfiles')).toHaveLength(20)
  })

  test('lists the candidates of everything that is wrong, at once', async () => {
    await using run = await virtualRun()

    const problems = await problemsOf(
      findTarget(
        run.aws,
        { ...NAMES, environment: 'prodution', configurationProfile: 'nowhere', deploymentStrategy: 'Stepz' },
        findEnvironment,
      ),
    )

    expect(problems).toEqual([
      expect.stringMatching(/^No environment "prodution".*production.*staging \(stag001\)/),
      expect.stringMatching(/^No configuration profile "nowhere".*Available: .* and 2 more/),
      expect.stringMatching(/^No deployment strategy "Stepz".*mean Steps\?.*Steps \(steps01\)/),
    ])
  })

  test('tells the application and the strategy at once when both are wrong', async () => {
    await using run = await virtualRun()

    const problems = await problemsOf(
      findTarget(
        run.aws,
        { ...NAMES, application: 'shopp', deploymentStrategy: 'AppConfig.NoSuchStrategy' },
        findEnvironment,
      ),
    )

    expect(problems).toEqual([
      expect.stringMatching(/^No application "shopp".*mean shop\?/),
      expect.stringMatching(/^No deployment strategy "AppConfig\.NoSuchStrategy"/),
    ])
  })

  test('is found although a read is throttled, fails and is cut', async () => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'GetApplication', fault: 'status', status: 429 })
    await run.service.fault({ operation: 'GetEnvironment', fault: 'status', status: 500 })
    await run.service.fault({ operation: 'ListConfigurationProfiles', fault: 'reset-before' })
    await run.service.fault({ operation: 'GetDeploymentStrategy', fault: 'truncate' })

    const target = await findTarget(run.aws, IDS, findEnvironment)

    expect(target).toMatchObject({
      application: { id: 'shop001' },
      environment: { id: 'prod001' },
      profile: { id: 'setting' },
      strategy: { id: 'steps01' },
    })
    expect(await run.service.requests()).toHaveLength(8)
  })

  test('costs one list for a name of four letters, which may be an ID', async () => {
    await using run = await virtualRun()

    await findTarget(run.aws, NAMES, findEnvironment)

    const operations = (await run.service.requests()).map(({ operation }) => operation)
    expect(operations.sort()).toEqual([
      'ListApplications',
      'ListConfigurationProfiles',
      'ListDeploymentStrategies',
      'ListEnvironments',
    ])
  })

  test('may have an ID of letters alone where lists are not permitted', async () => {
    await using run = await virtualRun()
    const denied = { fault: 'status', status: 403, error: 'AccessDeniedException', times: 9 } as const
    await run.service.fault({ operation: 'ListConfigurationProfiles', ...denied })

    const target = await findTarget(run.aws, IDS, findEnvironment)

    expect(target.profile.name).toBe('settings')
  })

  test('is told that lists are not permitted where a name is no ID either', async () => {
    await using run = await virtualRun()
    const denied = { fault: 'status', status: 403, error: 'AccessDeniedException', times: 9 } as const
    await run.service.fault({ operation: 'ListApplications', ...denied })
    await run.service.fault({ operation: 'GetApplication', fault: 'status', status: 404 })

    const search = findTarget(run.aws, { ...NAMES, application: 'nowhere' }, findEnvironment)

    expect(await failureKindOf(search)).toBe('access-denied')
  })

  test.each([
    ['application', 'GetApplication', { application: 'webapp1' }],
    ['environment', 'GetEnvironment', { application: 'The shop', environment: 'beta001' }],
    [
      'configuration profile',
      'GetConfigurationProfile',
      { application: 'The shop', configurationProfile: 'flags01' },
    ],
    [
      'deployment strategy',
      'GetDeploymentStrategy',
      { application: 'The shop', deploymentStrategy: 'steps01' },
    ],
  ])(
    'may have a name that looks like an ID, which a policy for certain resources refuses: %s',
    async (_, operation, names) => {
      await using run = await virtualRun({ seed: renamedShop(names.application, ['beta001']) })
      await run.service.fault({ operation, fault: 'status', status: 403 })

      const target = await findTarget(run.aws, { ...NAMES, ...names }, findEnvironment)

      expect(target.application).toEqual({ id: 'shop001', name: names.application })
      expect(await run.service.requests(operation)).toHaveLength(1)
    },
  )

  test('without both permissions tells of the one to ask by ID', async () => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'GetEnvironment', fault: 'status', status: 403 })
    await run.service.fault({ operation: 'ListEnvironments', fault: 'status', status: 403 })

    const search = findTarget(run.aws, IDS, findEnvironment)

    await expect(search).rejects.toMatchObject({
      failure: { kind: 'access-denied', operation: 'GetEnvironment' },
    })
    expect(await run.service.requests('GetEnvironment')).toHaveLength(1)
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { servedOperations } from '../../simulator/served-operations.js'
import { type ClientBench, clientBench, read, succeeded, testWithClients as test } from './installed.js'

const ROLE = 'arn:aws:iam::123456789012:role/appconfig'
const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
const NO_SEED = { seed: { keys: [{ KeyId: 'key1', Alias: 'alias/shop', State: 'Enabled' }] } } as const

test('the AWS CLI takes an application from its creation to its end, by every operation', async () => {
  await using bench = await clientBench(NO_SEED)
  const cli = new Cli(bench)

  const shop = await cli.application()
  const live = await cli.environment(shop)
  const settings = await cli.profile(shop)
  await cli.hostedVersions(settings)
  const strategy = await cli.strategy()
  await cli.deployments(live, settings, strategy)
  await cli.tags(shop)
  await cli.extension(shop)
  await cli.accountSettings()
  await cli.sts()
  await cli.removal(shop, live, settings, strategy)

  // Those of experiments are newer than many a CLI, and have a contract test of their own.
  const served = servedOperations().filter(({ name, isServed }) => isServed && !name.includes('Experiment'))
  expect(succeeded(await bench.requests())).toEqual(served.map(({ name }) => name).sort())
}, 240_000)

test('the AWS CLI tells errors by their names, and its waiter a deployment that was rolled back', async () => {
  await using bench = await clientBench()

  const missing = await bench.aws('appconfig', 'get-application', '--application-id', 'nothing')
  expect(missing.exitCode).not.toBe(0)
  expect(missing.stderr).toContain('(ResourceNotFoundException) when calling the GetApplication operation')

  const deployment = ['--application-id', 'shop001', '--environment-id', 'prod001']
  const start = ['--configuration-profile-id', 'setting', '--deployment-strategy-id', 'steps01']
  const started = ['appconfig', 'start-deployment', ...deployment, ...start, '--configuration-version', '2']
  expect((await bench.aws(...started)).exitCode).toBe(0)
  const again = await bench.aws(...started)
  expect(again.stderr).toContain('(ConflictException) when calling the StartDeployment operation')

  const first = [...deployment, '--deployment-number', '1']
  expect((await bench.aws('appconfig', 'stop-deployment', ...first)).exitCode).toBe(0)
  const waited = await bench.aws('appconfig', 'wait', 'deployment-complete', ...first)
  expect(waited.exitCode).not.toBe(0)
  expect(waited.stderr).toContain('Waiter DeploymentComplete failed')
})

/** Options of the CLI, by their names; `true` is an option without a value. */
type Options = Readonly<Record<string, string | true>>

type Shop = Readonly<Record<'application-id', string>>
type Live = Shop & Readonly<Record<'environment-id', string>>
type Settings = Shop & Readonly<Record<'configuration-profile-id', string>>

/** What is done with the CLI, each with a look at what it prints. */
class Cli {
  constructor(private readonly bench: ClientBench) {}

  async application(): Promise<Shop> {
    const created = await this.json('create-application', { name: 'shop', description: 'A shop' })
    expect(created).toEqual({ Id: expect.any(String), Name: 'shop', Description: 'A shop' })
    const shop = { 'application-id': String(created['Id']) }
    await this.json('update-application', { ...shop, description: 'The shop' })
    expect(await this.json('get-application', shop)).toMatchObject({ Description: 'The shop' })
    expect(await this.json('list-applications')).toMatchObject({ Items: [{ Name: 'shop' }] })
    return shop
  }

  async environment(shop: Shop): Promise<Live> {
    const monitors = `AlarmArn=${ALARM},AlarmRoleArn=${ROLE}`
    const created = await this.json('create-environment', { ...shop, name: 'live', monitors })
    expect(created).toMatchObject({ State: 'ReadyForDeployment', Monitors: [{ AlarmArn: ALARM }] })
    const live = { ...shop, 'environment-id': String(created['Id']) }
    await this.json('update-environment', { ...live, description: 'Live' })
    await this.json('wait environment-ready-for-deployment', live)
    expect(await this.json('get-environment', live)).toMatchObject({ Name: 'live', Description: 'Live' })
    // Two pages, which the CLI puts together.
    await this.json('create-environment', { ...shop, name: 'test' })
    const { Items } = await this.json('list-environments', { ...shop, 'page-size': '1' })
    expect(Items).toMatchObject([{ Name: 'live' }, { Name: 'test' }])
    const test = (Items as { Id: string }[])[1]?.Id ?? ''
    await this.json('delete-environment', { ...shop, 'environment-id': test })
    return live
  }

  async profile(shop: Shop): Promise<Settings> {
    const schema = JSON.stringify({ type: 'object', required: ['count'] })
    const created = await this.json('create-configuration-profile', {
      ...shop,
      name: 'settings',
      'location-uri': 'hosted',
      validators: JSON.stringify([{ Type: 'JSON_SCHEMA', Content: schema }]),
    })
    expect(created).toMatchObject({ LocationUri: 'hosted', Validators: [{ Content: schema }] })
    const settings = { ...shop, 'configuration-profile-id': String(created['Id']) }
    await this.json('update-configuration-profile', { ...settings, description: 'Settings' })
    expect(await this.json('get-configuration-profile', settings)).toMatchObject({ Description: 'Settings' })
    expect(await this.json('list-configuration-profiles', { ...shop, type: 'AWS.Freeform' })).toMatchObject({
      Items: [{ Name: 'settings' }],
    })
    return settings
  }

  /** The CLI writes the content of a version to a file, and prints its other members. */
  async hostedVersions(settings: Settings): Promise<void> {
    for (const count of [1, 2]) {
      writeFileSync(join(this.bench.folder, 'content.json'), `{"count":${count}}`)
      const options = { ...settings, content: 'fileb://content.json', 'content-type': 'application/json' }
      const label = { 'version-label': `v${count}.0`, description: `Number ${count}` }
      const created = await this.json(
        'create-hosted-configuration-version',
        { ...options, ...label },
        'out.json',
      )
      expect(created).toMatchObject({ VersionNumber: count, VersionLabel: `v${count}.0` })
      expect(read(this.bench.folder, 'out.json')).toBe(`{"count":${count}}`)
    }
    const second = { ...settings, 'version-number': '2' }
    const found = await this.json('get-hosted-configuration-version', second, 'found.json')
    expect(found).toMatchObject({ ContentType: 'application/json', Description: 'Number 2' })
    expect(read(this.bench.folder, 'found.json')).toBe('{"count":2}')
    await this.json('delete-hosted-configuration-version', second)
    const { Items } = await this.json('list-hosted-configuration-versions', settings)
    expect(Items).toMatchObject([{ VersionNumber: 1, VersionLabel: 'v1.0' }])
    await this.json('validate-configuration', { ...settings, 'configuration-version': '1' })
  }

  async strategy(): Promise<string> {
    const created = await this.json('create-deployment-strategy', {
      name: 'in-halves',
      'deployment-duration-in-minutes': '2',
      'growth-factor': '20',
      'replicate-to': 'NONE',
    })
    expect(created).toMatchObject({ GrowthType: 'LINEAR', GrowthFactor: 20, FinalBakeTimeInMinutes: 0 })
    const strategy = String(created['Id'])
    const id = { 'deployment-strategy-id': strategy }
    await this.json('update-deployment-strategy', { ...id, 'growth-factor': '50' })
    expect(await this.json('get-deployment-strategy', id)).toMatchObject({ GrowthFactor: 50 })
    const { Items } = await this.json('list-deployment-strategies')
    expect(Items).toContainEqual(expect.objectContaining({ Id: 'AppConfig.AllAtOnce' }))
    return strategy
  }

  async deployments(live: Live, settings: Settings, strategy: string): Promise<void> {
    const start = {
      ...live,
      ...settings,
      'deployment-strategy-id': strategy,
      'configuration-version': 'v1.0',
      'kms-key-identifier': 'alias/shop',
      tags: 'team=web',
    }
    const started = await this.json('start-deployment', start)
    expect(started).toMatchObject({
      DeploymentNumber: 1,
      State: 'DEPLOYING',
      ConfigurationVersion: '1',
      KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/key1',
      EventLog: [
        { EventType: 'DEPLOYMENT_STARTED', TriggeredBy: 'USER', OccurredAt: expect.stringMatching(TIME) },
      ],
    })
    this.bench.pass(1)
    expect(await this.json('stop-deployment', { ...live, 'deployment-number': '1' })).toMatchObject({
      State: 'ROLLED_BACK',
    })
    await this.json('start-deployment', start)
    this.bench.pass(2)
    const second = { ...live, 'deployment-number': '2' }
    await this.json('wait deployment-complete', second)
    expect(await this.json('get-deployment', second)).toMatchObject({
      State: 'COMPLETE',
      PercentageComplete: 100,
      StartedAt: expect.stringMatching(TIME),
      CompletedAt: expect.stringMatching(TIME),
    })
    const { Items } = await this.json('list-deployments', live)
    expect(Items).toMatchObject([
      { DeploymentNumber: 2, State: 'COMPLETE' },
      { DeploymentNumber: 1, State: 'ROLLED_BACK' },
    ])
    expect(await this.json('stop-deployment', { ...second, 'allow-revert': true })).toMatchObject({
      State: 'REVERTED',
    })
  }

  async tags(shop: Shop): Promise<void> {
    const arn = {
      'resource-arn': `arn:aws:appconfig:us-east-1:123456789012:application/${shop['application-id']}`,
    }
    await this.json('tag-resource', { ...arn, tags: 'team=web,tier=1' })
    await this.json('untag-resource', { ...arn, 'tag-keys': 'tier' })
    expect(await this.json('list-tags-for-resource', arn)).toEqual({ Tags: { team: 'web' } })
  }

  async extension(shop: Shop): Promise<void> {
    const action = { Name: 'tell', Uri: 'arn:aws:sns:us-east-1:123456789012:releases', RoleArn: ROLE }
    const created = await this.json('create-extension', {
      name: 'notify',
      actions: JSON.stringify({ ON_DEPLOYMENT_START: [action] }),
      parameters: 'channel={Required=false}',
    })
    expect(created).toMatchObject({ VersionNumber: 1, Actions: { ON_DEPLOYMENT_START: [action] } })
    const id = { 'extension-identifier': String(created['Id']) }
    await this.json('update-extension', { ...id, description: 'Tells' })
    expect(await this.json('get-extension', { ...id, 'version-number': '1' })).toMatchObject({
      Description: 'Tells',
    })
    expect(await this.json('list-extensions', { name: 'notify' })).toMatchObject({
      Items: [{ Name: 'notify' }],
    })
    const resource = {
      'resource-identifier': `arn:aws:appconfig:us-east-1:123456789012:application/${shop['application-id']}`,
    }
    const { Id } = await this.json('create-extension-association', { ...id, ...resource })
    const association = { 'extension-association-id': String(Id) }
    await this.json('update-extension-association', { ...association, parameters: 'channel=releases' })
    expect(await this.json('get-extension-association', association)).toMatchObject({
      Parameters: { channel: 'releases' },
    })
    expect(await this.json('list-extension-associations', resource)).toMatchObject({ Items: [{ Id }] })
    await this.json('delete-extension-association', association)
    await this.json('delete-extension', id)
  }

  async accountSettings(): Promise<void> {
    const protection = 'Enabled=true,ProtectionPeriodInMinutes=30'
    await this.json('update-account-settings', { 'deletion-protection': protection })
    expect(await this.json('get-account-settings')).toMatchObject({
      DeletionProtection: { Enabled: true, ProtectionPeriodInMinutes: 30 },
    })
  }

  async sts(): Promise<void> {
    const { stdout } = await this.done('sts', 'get-caller-identity')
    expect(JSON.parse(stdout)).toMatchObject({ Account: '123456789012' })
    const role = ['--role-arn', ROLE, '--role-session-name', 'release', '--web-identity-token', 'token']
    const assumed = await this.done('sts', 'assume-role-with-web-identity', ...role)
    expect(JSON.parse(assumed.stdout)).toMatchObject({
      Credentials: { AccessKeyId: expect.any(String), Expiration: expect.stringMatching(TIME) },
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/appconfig/release' },
    })
  }

  async removal(shop: Shop, live: Live, settings: Settings, strategy: string): Promise<void> {
    const check = { 'deletion-protection-check': 'BYPASS' }
    await this.json('delete-hosted-configuration-version', { ...settings, 'version-number': '1' })
    await this.json('delete-configuration-profile', { ...settings, ...check })
    await this.json('delete-environment', { ...live, ...check })
    await this.json('delete-deployment-strategy', { 'deployment-strategy-id': strategy })
    await this.json('delete-application', shop)
    expect(await this.json('list-applications')).toEqual({ Items: [] })
  }

  /** What a command of `aws appconfig` prints, as JSON; nothing where it prints nothing. */
  private async json(command: string, options: Options = {}, ...files: readonly string[]) {
    const given = Object.entries(options).flatMap(([name, value]) =>
      value === true ? [`--${name}`] : [`--${name}`, value],
    )
    const { stdout } = await this.done('appconfig', ...command.split(' '), ...given, ...files)
    return (stdout === '' ? {} : JSON.parse(stdout)) as Readonly<Record<string, unknown>>
  }

  private async done(...args: readonly string[]) {
    const end = await this.bench.aws(...args)
    expect([args.join(' '), end.exitCode, end.stderr.trim()]).toEqual([args.join(' '), 0, ''])
    return end
  }
}

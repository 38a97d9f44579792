import { ListHostedConfigurationVersionsCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep } from './action-process.js'
import { workspaceWith } from './workspace.js'

const FLAGS = {
  version: '1',
  flags: {
    checkout: { name: 'checkout', attributes: { limit: { constraints: { type: 'number', maximum: 20 } } } },
  },
  values: { checkout: { enabled: true, limit: 20 } },
}

async function versionsOf(aws: SimulatedAws, profile: string): Promise<readonly number[]> {
  const command = new ListHostedConfigurationVersionsCommand({
    ApplicationId: 'shop001',
    ConfigurationProfileId: profile,
  })
  return ((await aws.client.send(command)).Items ?? []).map(({ VersionNumber = 0 }) => VersionNumber)
}

const fromFile = (path: string, profile = 'settings') => ({
  'configuration-version': '',
  'configuration-file': path,
  'configuration-profile': profile,
})

describe('a configuration file', () => {
  test('is published as the next version and deployed, with its label', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{"count": 3}' })

    const end = await deployStep(
      aws,
      { ...fromFile('settings.json'), 'version-label': 'v3' },
      { workspace: workspace.path },
    )

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({
      'configuration-version': '3',
      'version-label': 'v3',
      state: 'COMPLETE',
    })
    const [create] = await aws.requests('CreateHostedConfigurationVersion')
    expect(create).toMatchObject({
      body: { count: 3 },
      headers: { 'content-type': 'application/json', 'latest-version-number': '2', versionlabel: 'v3' },
    })
    expect(end.log.join('\n')).toContain('Published settings.json as version 3 of settings')
  })

  test.each([
    ['settings.json', 'settings', '{"count": 3}', '{ "count": 3 }\n'],
    ['flags.json', 'flags', JSON.stringify(FLAGS), JSON.stringify(FLAGS, null, 4)],
    ['settings.yml', 'settings', 'count: 3\nname: a\n', '# a comment\nname: "a"\ncount: 3\n'],
    ['settings.txt', 'settings', 'count: 3', 'count: 3'],
  ])('deployed twice publishes one version: %s of %s', async (name, profile, first, second) => {
    await using aws = await simulatedAws({ seed: withoutValidators() })
    const before = (await versionsOf(aws, profile === 'flags' ? 'flags01' : 'setting')).length
    using workspace = workspaceWith({ [name]: first })
    using other = workspaceWith({ [name]: second })

    const one = await deployStep(aws, fromFile(name, profile), { workspace: workspace.path })
    const again = { ...fromFile(name, profile), 'if-unchanged': 'deploy' }
    const two = await deployStep(aws, again, { workspace: other.path })

    expect([one.exitCode, two.exitCode]).toEqual([0, 0])
    expect(await versionsOf(aws, profile === 'flags' ? 'flags01' : 'setting')).toHaveLength(before + 1)
    expect(two.outputs['configuration-version']).toBe(one.outputs['configuration-version'])
    expect(two.log.join('\n')).toContain('nothing to publish')
  })

  test('other than JSON and YAML is compared by its bytes', async () => {
    await using aws = await simulatedAws({ seed: withoutValidators() })
    using workspace = workspaceWith({ 'a.txt': 'count: 3' })
    using other = workspaceWith({ 'a.txt': 'count: 3\n' })
    await deployStep(aws, fromFile('a.txt'), { workspace: workspace.path })
    await deployStep(aws, fromFile('a.txt'), { workspace: other.path })
    expect(await versionsOf(aws, 'setting')).toHaveLength(4)
  })

  test.each(['reset-after', 'reset-before', 'truncate'] as const)(
    'is published once although %s hits the request',
    async (fault) => {
      await using aws = await simulatedAws()
      using workspace = workspaceWith({ 'settings.json': '{"count": 3}' })
      await aws.fault({ operation: 'CreateHostedConfigurationVersion', fault })

      const end = await deployStep(aws, fromFile('settings.json'), { workspace: workspace.path })

      expect(end.exitCode).toBe(0)
      expect(await versionsOf(aws, 'setting')).toEqual([3, 2, 1])
    },
  )

  test('that another run published at the same moment is taken as it is', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{"count": 3}' })
    const ends = await Promise.all(
      [1, 2].map(() =>
        deployStep(aws, { ...fromFile('settings.json'), 'if-busy': 'wait' }, { workspace: workspace.path }),
      ),
    )
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect((await versionsOf(aws, 'setting')).length).toBeLessThanOrEqual(4)
  })

  test('has a header-safe description', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{"count": 3}' })
    const end = await deployStep(
      aws,
      { ...fromFile('settings.json'), description: 'Größer\r\nX-Evil: 1' },
      { workspace: workspace.path },
    )
    expect(end.exitCode).toBe(0)
    const [create] = await aws.requests('CreateHostedConfigurationVersion')
    expect(create?.headers['description']).toBe('Gr??er X-Evil: 1')
  })
})

describe('an invalid configuration file', () => {
  test('that breaks a constraint of its flags is shown at the line', async () => {
    await using aws = await simulatedAws()
    const text = JSON.stringify({ ...FLAGS, values: { checkout: { enabled: true, limit: 'many' } } }, null, 2)
    const line = text.split('\n').findIndex((content) => content.includes('"many"')) + 1
    using workspace = workspaceWith({ 'flags.json': text })

    const end = await deployStep(aws, fromFile('flags.json', 'flags'), { workspace: workspace.path })

    expect(end.exitCode).toBe(1)
    expect(end.log.filter((entry) => entry.startsWith('::error '))).toEqual([
      expect.stringMatching(new RegExp(`^::error .*file=flags\\.json,line=${String(line)},`)),
    ])
    expect(end.summary).toContain('Problems of the configuration')
    expect(await aws.requests('StartDeployment')).toEqual([])
  })

  test('that a JSON Schema validator refuses is shown at the line', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{\n  "name": "x",\n  "count": 0\n}\n' })

    const end = await deployStep(aws, fromFile('settings.json'), { workspace: workspace.path })

    expect(end.exitCode).toBe(1)
    expect(end.log.filter((entry) => entry.startsWith('::error '))).toEqual([
      expect.stringMatching(/^::error .*file=settings\.json,line=3,/),
    ])
    expect(end.log.join('\n')).not.toContain('"minimum"')
  })

  test.each([
    ['JSON', 'settings.json', '{\n  "count": 3,\n}\n', 'line=2'],
    ['YAML', 'settings.yaml', 'count: 3\nname: [a\nother: b\n', 'line='],
  ])('with broken %s is refused before anything is sent', async (format, name, text, where) => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ [name]: text })

    const end = await deployStep(aws, fromFile(name), { workspace: workspace.path })

    expect(end.exitCode).toBe(1)
    expect(await aws.requests()).toEqual([])
    expect(annotations(end, 'error').join('\n')).toContain(`is not valid ${format}`)
    expect(end.log.find((entry) => entry.startsWith('::error ')) ?? '').toContain(where)
  })

  test.each([
    ['empty', { 'a.json': '' }, 'a.json', 'is empty'],
    ['missing', {}, 'a.json', 'was not found'],
    ['of an unknown ending', { a: 'x' }, 'a', 'Set content-type'],
    ['not UTF-8', { 'a.json': new Uint8Array([0x7b, 0xff, 0x7d]) }, 'a.json', 'is not UTF-8'],
  ])('that is %s is refused before anything is sent', async (_, files, path, problem) => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith(files)
    const end = await deployStep(aws, fromFile(path), { workspace: workspace.path })
    expect(annotations(end, 'error').join('\n')).toContain(problem)
    expect(await aws.requests()).toEqual([])
  })

  test('for a profile that is not hosted is refused', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'a.json': '{}' })
    const end = await deployStep(aws, fromFile('a.json', 'secret'), { workspace: workspace.path })
    expect(annotations(end, 'error').join('\n')).toContain('works for hosted configuration only')
  })
})

function withoutValidators() {
  const flags = {
    version: '1',
    flags: { checkout: { name: 'checkout' } },
    values: { checkout: { enabled: true } },
  }
  return {
    applications: [
      {
        Id: 'shop001',
        Name: 'shop',
        environments: [{ Id: 'prod001', Name: 'production' }],
        profiles: [
          {
            Id: 'flags01',
            Name: 'flags',
            Type: 'AWS.AppConfig.FeatureFlags' as const,
            versions: [{ Content: JSON.stringify(flags) }],
          },
          {
            Id: 'setting',
            Name: 'settings',
            versions: [{ Content: '{"count":1}' }, { Content: '{"count":2}' }],
          },
        ],
      },
    ],
    strategies: [{ Id: 'instant', Name: 'Instant', DeploymentDurationInMinutes: 0, GrowthFactor: 100 }],
  }
}

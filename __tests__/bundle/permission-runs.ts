import { CreateExtensionAssociationCommand, CreateExtensionCommand } from '@aws-sdk/client-appconfig'
import { expect } from '@jest/globals'
import type { Step } from '../../scripts/step-runner.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import { REGION, type SimulatedAws } from '../simulated-aws.js'
import {
  annotations,
  deployStep,
  ENDLESS,
  operationStep,
  seedWith,
  startByAnother,
  StepProcess,
  whenLogged,
} from './action-process.js'
import { ENCRYPTED_PROFILE_ID, PROFILE_ID } from './needed-permissions.js'
import { workspaceWith } from './workspace.js'

/** A name that can't be taken for an ID, a profile with an ID that is known as one, and one more, with a key of its own. */
const [shop] = defaultSeed.applications ?? []
export const SEED = seedWith({
  applications: [
    {
      ...shop,
      Name: 'web-shop',
      profiles: [
        ...(shop?.profiles ?? []).map((profile) =>
          profile.Name === 'settings' ? { ...profile, Id: PROFILE_ID } : profile,
        ),
        {
          Id: ENCRYPTED_PROFILE_ID,
          Name: 'secured-settings',
          KmsKeyIdentifier: 'alias/appconfig',
          versions: [{ Content: '{"count":1}' }, { Content: '{"count":2}' }],
        },
      ],
    },
  ],
})
export const NAMES = { application: 'web-shop' }
const IDS = {
  application: 'shop001',
  environment: 'prod001',
  'configuration-profile': PROFILE_ID,
  'deployment-strategy': 'steps01',
}
const SECURED = { 'configuration-profile': 'secured-settings', 'kms-key-identifier': 'alias/appconfig' }
const NAMED_STEPS = { 'deployment-strategy': 'Steps' }

type StepInputs = Readonly<Record<string, string>>
/** A use of the action; what is requested since the last `forget` counts. */
export type Run = (aws: SimulatedAws) => Promise<unknown>

const ROLE_ARN = 'arn:aws:iam::123456789012:role/notify'
const topic = (name: string) => ({
  ON_DEPLOYMENT_START: [
    { Name: 'tell', Uri: `arn:aws:sns:us-east-1:123456789012:${name}`, RoleArn: ROLE_ARN },
  ],
})

/** The runs of each use in the table of the document, which together need every permission of it. */
export const RUNS: Readonly<Record<string, readonly Run[]>> = {
  '`deploy` a version': versionRuns(),
  '`deploy` a version, with IDs in the inputs': versionRuns(IDS),
  '`deploy` with `tags`': versionRuns({ tags: 'team: shop' }),
  '`deploy` a file': [...versionRuns(), succeeds(fileInputs())],
  '`deploy` with an extension': [
    ...versionRuns(),
    succeeds(extension('releases')),
    reuses(extension('releases')),
  ],
  '`deploy` with an extension and `extension-association`': [
    ...versionRuns(),
    succeeds(extension('releases', 'channel: a')),
    reuses(extension('releases', 'channel: a'), extension('releases', 'channel: b')),
    reuses(extension('releases', 'channel: a'), extension('incidents')),
  ],
  '`deploy` with `kms-key-identifier`': versionRuns({ 'kms-key-identifier': 'alias/appconfig' }),
  '`deploy` a file to a profile with a KMS key, with `kms-key-identifier`': [
    ...versionRuns(SECURED),
    succeeds({ ...SECURED, ...fileInputs() }),
  ],
  '`deploy` with `create-environment`': [
    ...versionRuns(),
    succeeds({ ...preview('preview-12'), 'environment-monitors-from': 'production' }),
    async (aws) => {
      const error = 'ServiceQuotaExceededException'
      await aws.fault({ operation: 'CreateEnvironment', fault: 'status', status: 402, error })
      const end = await deployStep(aws, { ...NAMES, ...preview('preview-13') })
      expect(annotations(end, 'error').join()).toContain('The quota of environments')
    },
  ],
  '`remove-environment`': [removesEnvironment],
  '`apply`': [applies],
  '`plan`': [plansWithAssociation()],
  '`plan` with an extension and `extension-association`': [
    async (aws) => {
      await publishExtension(aws)
      await plans(extension('incidents'))(aws)
    },
  ],
  '`plan` for a profile with a KMS key': [
    plansWithAssociation({ 'configuration-profile': 'secured-settings' }),
  ],
  '`watch`': [watches({})],
  '`watch` with `on-cancel: stop` or `on-timeout: stop`': [watches({ timeout: '1s', 'on-timeout': 'stop' })],
  '`rollback`': [
    async (aws) => {
      await startByAnother(aws, { ConfigurationProfileId: PROFILE_ID })
      await forget(aws)
      const end = await operationStep('rollback', aws, { ...NAMES, 'configuration-profile': 'settings' })
      expect(end.outputs['state']).toBe('REVERTED')
    },
  ],
}

/** A deployment of the newest version that is watched, and one that is cancelled. */
function versionRuns(inputs: StepInputs = {}): readonly Run[] {
  return [
    succeeds({ 'configuration-version': 'latest', ...NAMED_STEPS, ...inputs }),
    async (aws) => {
      const step = new StepProcess()
      const started = whenLogged('Started deployment 1', () => {
        step.signal('SIGINT')
        return Promise.resolve()
      })
      const hooks = { onLine: started.onLine, onProcess: step.onProcess }
      const slow =
        inputs === IDS ? { ...IDS, 'deployment-strategy': 'slow001' } : { 'deployment-strategy': ENDLESS }
      const end = await deployStep(aws, { ...NAMES, ...inputs, ...slow }, hooks)
      expect(end.outputs['state']).toBe('ROLLED_BACK')
    },
  ]
}

function succeeds(inputs: StepInputs): Run {
  return (aws) => deploys(aws, inputs)
}

/** The second of two runs, the first of which is not counted. */
function reuses(first: StepInputs, second = first): Run {
  return async (aws) => {
    await deploys(aws, first)
    await forget(aws)
    await deploys(aws, second)
  }
}

async function deploys(aws: SimulatedAws, inputs: StepInputs, step: Partial<Step> = {}): Promise<void> {
  using workspace = workspaceWith({ 'settings.json': '{"count":7}' })
  const end = await deployStep(aws, { ...NAMES, ...inputs }, { workspace: workspace.path, ...step })
  expect(annotations(end, 'error')).toEqual([])
  expect(end.exitCode).toBe(0)
}

function fileInputs(): StepInputs {
  return { 'configuration-file': 'settings.json', 'configuration-version': '' }
}

function preview(environment: string): StepInputs {
  return { environment, 'create-environment': 'true' }
}

function extension(topicName: string, parameters?: string): StepInputs {
  const definition = {
    Name: 'notify-releases',
    Actions: topic(topicName),
    Parameters: { channel: {} },
    Tags: { team: 'shop' },
  }
  return {
    extension: JSON.stringify(definition),
    'if-unchanged': 'deploy',
    ...(parameters === undefined && topicName === 'releases'
      ? {}
      : { 'extension-association': 'environment' }),
    ...(parameters === undefined ? {} : { 'extension-parameters': parameters }),
  }
}

async function publishExtension({ client }: SimulatedAws): Promise<void> {
  const Parameters = { channel: {} }
  await client.send(
    new CreateExtensionCommand({ Name: 'notify-releases', Actions: topic('releases'), Parameters }),
  )
  await client.send(
    new CreateExtensionAssociationCommand({
      ExtensionIdentifier: 'notify-releases',
      ResourceIdentifier: `arn:aws:appconfig:${REGION}:123456789012:application/shop001/environment/prod001`,
      Parameters: { channel: 'a' },
    }),
  )
}

/** A plan where a deployment of the same profile runs already. */
function plans(inputs: StepInputs = {}): Run {
  return async (aws) => {
    const ConfigurationProfileId =
      inputs['configuration-profile'] === undefined ? PROFILE_ID : ENCRYPTED_PROFILE_ID
    await startByAnother(aws, { ConfigurationProfileId, ConfigurationVersion: '1' })
    await forget(aws)
    await deploys(aws, { operation: 'plan', 'configuration-version': 'latest', ...NAMED_STEPS, ...inputs })
  }
}

/** The same where an extension is associated with the environment already. */
function plansWithAssociation(inputs: StepInputs = {}): Run {
  return async (aws) => {
    await publishExtension(aws)
    await plans(inputs)(aws)
  }
}

/** A plan where an extension is associated with the environment, applied, and applied again until it is cancelled. */
async function applies(aws: SimulatedAws): Promise<void> {
  await publishExtension(aws)
  const steps = { ...NAMES, ...NAMED_STEPS, 'configuration-version': '2' }
  const planOf = async (inputs: StepInputs) =>
    (await deployStep(aws, { ...steps, operation: 'plan', ...inputs })).outputs['plan'] ?? ''
  const plan = await planOf({})
  await forget(aws)
  expect((await operationStep('apply', aws, { ...NAMES, plan })).exitCode).toBe(0)
  const slow = await planOf({ 'deployment-strategy': 'Slow' })
  await forget(aws)
  const step = new StepProcess()
  const started = whenLogged('Started deployment 2', () => {
    step.signal('SIGINT')
    return Promise.resolve()
  })
  await operationStep(
    'apply',
    aws,
    { ...NAMES, plan: slow, 'configuration-version': 'latest', 'if-unchanged': 'deploy' },
    { onLine: started.onLine, onProcess: step.onProcess },
  )
}

function watches(inputs: StepInputs): Run {
  return async (aws) => {
    const isStopped = inputs['on-timeout'] === 'stop'
    await startByAnother(aws, {
      ConfigurationProfileId: PROFILE_ID,
      DeploymentStrategyId: isStopped ? 'endless' : 'steps01',
    })
    await forget(aws)
    const profile = { 'configuration-profile': 'settings' }
    const end = await operationStep('watch', aws, { ...NAMES, ...profile, ...inputs })
    expect(end.outputs['state']).toBe(isStopped ? 'ROLLED_BACK' : 'COMPLETE')
  }
}

/** With a deployment in progress, an extension that is associated with it, and AppConfig refusing for a while. */
async function removesEnvironment(aws: SimulatedAws): Promise<void> {
  const environment = 'preview-12'
  const slow = { 'deployment-strategy': ENDLESS, 'wait-for': 'started' }
  await deploys(aws, { ...preview(environment), ...extension('releases', 'channel: a'), ...slow })
  await forget(aws)
  const error = 'BadRequestException'
  await aws.fault({ operation: 'DeleteEnvironment', fault: 'status', status: 400, error, times: 2 })
  const end = await operationStep('remove-environment', aws, { ...NAMES, environment })
  expect(end.exitCode).toBe(0)
}

async function forget({ url }: SimulatedAws): Promise<void> {
  await fetch(`${url}/_simulator/requests`, { method: 'DELETE' })
}

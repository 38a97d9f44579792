import { EMPTY_RECORD } from '../../../src/deployment/run-record.js'
import {
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  UpdateAccountSettingsCommand,
} from '@aws-sdk/client-appconfig'
import { spawnSync } from 'node:child_process'
import { actionFile, type StepEnd } from '../../../scripts/step-runner.js'
import {
  annotations,
  deployStep,
  ENDLESS,
  jobEnvironment,
  MINUTE_MS,
  operationStep,
  seedWith,
  startByAnother,
} from '../../bundle/action-process.js'
import { tokenServer } from '../../bundle/token-server.js'
import { workspaceWith } from '../../bundle/workspace.js'
import { type SimulatedAws, simulatedAws } from '../../simulated-aws.js'
import { GITHUB_STEPS } from './github-steps.js'

/** An application with the default one's resources, and what makes names ambiguous and profiles empty. */
const [SHOP, ...OTHERS] = seedWith().applications ?? []
const OPTIONS = {
  minuteMs: MINUTE_MS,
  seed: seedWith({
    applications:
      SHOP === undefined
        ? []
        : [{ ...SHOP, profiles: [...(SHOP.profiles ?? []), { Name: 'empty' }] }, ...OTHERS],
  }),
}

type Failing = (aws: SimulatedAws) => Promise<StepEnd>

const OWNED = { 'appconfig-deploy:created-by': 'appconfig-deploy' }
const NEW_ENVIRONMENT = { environment: 'pr-99', 'create-environment': 'true' }
const DENIED = { fault: 'status', status: 403, error: 'AccessDeniedException', times: 99 } as const
const ROLE = 'arn:aws:iam::123456789012:role/release'

/** Steps that fail or warn, each by its own simulated AWS: those whose texts need more than facts to be made. */
const STEPS: Readonly<Record<string, Failing>> = {
  'a rollback whose end is not seen': async () => {
    // AppConfig is ROLLING_BACK for 15 s, a twelfth of such a minute. First, since the step waits some seconds for it.
    await using aws = await simulatedAws({ ...OPTIONS, minuteMs: 180_000 })
    await startByAnother(aws, { DeploymentStrategyId: 'endless' })
    await aws.alarm('ALARM')
    return await operationStep('rollback', aws, { timeout: '1s' })
  },
  'a name that nothing has': (aws) => deployStep(aws, { environment: 'prodution' }),
  'a name in other letters': (aws) => deployStep(aws, { environment: 'Production' }),
  'a name that two have': async (aws) => {
    for (const GrowthFactor of [50, 100]) {
      const strategy = { Name: 'Twice', DeploymentDurationInMinutes: 1, GrowthFactor }
      await aws.client.send(new CreateDeploymentStrategyCommand(strategy))
    }
    return deployStep(aws, { 'deployment-strategy': 'Twice' })
  },
  'a version that is not there': (aws) => deployStep(aws, { 'configuration-version': '99' }),
  'no version yet': (aws) =>
    deployStep(aws, { 'configuration-profile': 'empty', 'configuration-version': 'latest' }),
  'a label that is too long': (aws) => deployStep(aws, { 'configuration-version': 'x'.repeat(65) }),
  ...Object.fromEntries(
    ['parameter', 'document', 'object', 'secret', 'pipeline'].map((profile) => [
      `latest of a ${profile}`,
      (aws: SimulatedAws) =>
        deployStep(aws, { 'configuration-profile': profile, 'configuration-version': 'latest' }),
    ]),
  ),
  'no number for a parameter': (aws) =>
    deployStep(aws, { 'configuration-profile': 'parameter', 'configuration-version': 'v1' }),
  'a file for a parameter': (aws) => fileStep(aws, { 'configuration-profile': 'parameter' }),
  'a text for feature flags': (aws) =>
    fileStep(aws, { 'configuration-profile': 'flags', 'content-type': 'text/plain' }),
  'content that its validators refuse': (aws) => fileStep(aws, { operation: 'plan' }),
  'no deployment yet': (aws) => operationStep('watch', aws),
  'no deployment of that number': async (aws) => {
    await startByAnother(aws)
    return operationStep('watch', aws, { 'deployment-number': '7' })
  },
  'no deployment of that profile': async (aws) => {
    await startByAnother(aws)
    return operationStep('watch', aws, { 'configuration-profile': 'flags' })
  },
  'a deployment of another profile': async (aws) => {
    await startByAnother(aws)
    return operationStep('watch', aws, { 'configuration-profile': 'flags', 'deployment-number': '1' })
  },
  'a plan that does not hold any more': async (aws) => {
    const { outputs } = await deployStep(aws, { operation: 'plan' })
    await startByAnother(aws)
    const plan = outputs['plan'] ?? ''
    return operationStep('apply', aws, { application: '', environment: '', plan })
  },
  'another key': (aws) => otherKeyStep(aws, 'Instant'),
  'another key, and no permission to stop': async (aws) => {
    await aws.fault({ operation: 'StopDeployment', ...DENIED })
    return otherKeyStep(aws, ENDLESS)
  },
  'a look that is refused, and a stop that is not': async (aws) => {
    await aws.fault({ operation: 'GetDeployment', ...DENIED, times: 1 })
    return deployStep(aws, { 'deployment-strategy': ENDLESS })
  },
  'the quota of environments': async (aws) => {
    for (let number = 1; number <= 18; number++) await namedEnvironment(aws, number)
    return deployStep(aws, NEW_ENVIRONMENT)
  },
  'an environment of others': (aws) => operationStep('remove-environment', aws),
  'an environment of another repository': async (aws) => {
    await namedEnvironment(aws, 11, { 'appconfig-deploy:repository': 'octo-org/bakery' })
    return operationStep('remove-environment', aws, { environment: 'pr-11' })
  },
  'an environment that is protected': async (aws) => {
    await namedEnvironment(aws, 12)
    const DeletionProtection = { Enabled: true, ProtectionPeriodInMinutes: 45 }
    await aws.client.send(new UpdateAccountSettingsCommand({ DeletionProtection }))
    const refused = { fault: 'status', status: 400, error: 'BadRequestException', times: 99 } as const
    await aws.fault({ operation: 'DeleteEnvironment', ...refused })
    return operationStep('remove-environment', aws, { environment: 'pr-12' })
  },
  'a rollback of a deployment that is not the newest': async (aws) => {
    await startByAnother(aws)
    await startByAnother(aws, { ConfigurationProfileId: 'flags01' })
    return operationStep('rollback', aws, { 'deployment-number': '1' })
  },
  'a rollback that can not see what is live': async (aws) => {
    await startByAnother(aws)
    await aws.fault({ operation: 'ListDeployments', ...DENIED })
    return operationStep('rollback', aws, { 'deployment-number': '1' })
  },
  'no permission to ask for a token': (aws) => deployStep(aws, { 'role-to-assume': ROLE }),
  'no token': async (aws) => {
    await using github = await tokenServer(
      () => false,
      () => true,
    )
    const env = { ...jobEnvironment(aws), ...github.env }
    return await deployStep(aws, { 'role-to-assume': ROLE }, { env })
  },
  'a state that can not be read': (aws) => deployStep(aws, {}, { state: { run: '{' } }),
  'post that leaves the deployment': async (aws) => {
    await startByAnother(aws, { DeploymentStrategyId: 'endless' })
    const place = {
      region: 'us-east-1',
      applicationId: 'shop001',
      environmentId: 'prod001',
      onCancel: 'leave',
    }
    const pending = { phase: 'watched', start: place, number: 1 }
    return deployStep(aws, {}, { state: { run: JSON.stringify({ ...EMPTY_RECORD, pending }) } })
  },
  'a summary that can not be written': stepWithoutSummary,
  ...GITHUB_STEPS,
}

/** The errors and warnings of all those steps, with the title of what GitHub shows at the lines of a file. */
export async function stepFailures(): Promise<readonly string[]> {
  const failures: string[] = []
  const waiting = Object.entries(STEPS)
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, step] = next
      await using aws = await simulatedAws(OPTIONS)
      const end = await step(aws)
      const log = end.log.filter((line) => !line.startsWith('::error title='))
      const told = [
        ...titled(end),
        ...annotations({ ...end, log }, 'error'),
        ...annotations({ ...end, log }, 'warning'),
      ]
      if (told.length === 0) throw new Error(`${name} fails nothing and warns of nothing`)
      failures.push(...told)
    }
  }
  await Promise.all([worker(), worker(), worker()])
  return failures
}

/** A file of settings as the configuration: AppConfig's validators of settings refuse it. */
async function fileStep(aws: SimulatedAws, inputs: Readonly<Record<string, string>>): Promise<StepEnd> {
  using workspace = workspaceWith({ 'settings.json': '{"count": 0}' })
  const file = { 'configuration-version': '', 'configuration-file': 'settings.json' }
  return await deployStep(aws, { ...file, ...inputs }, { workspace: workspace.path })
}

async function otherKeyStep(aws: SimulatedAws, strategy: string): Promise<StepEnd> {
  const key = 'arn:aws:kms:us-east-1:123456789012:key/22222222-3333-4444-5555-666666666666'
  // The simulator makes the key's own ARN of its ID: AppConfig answers with another ARN than was asked for.
  await aws.key({ KeyId: key, State: 'Enabled' })
  return deployStep(aws, { 'kms-key-identifier': key, 'deployment-strategy': strategy })
}

function namedEnvironment(
  { client }: SimulatedAws,
  number: number,
  tags: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const command = new CreateEnvironmentCommand({
    ApplicationId: 'shop001',
    Name: `pr-${number}`,
    Tags: { ...OWNED, ...tags },
  })
  return client.send(command)
}

/** The bundle with a summary file that is not there. */
function stepWithoutSummary(aws: SimulatedAws): Promise<StepEnd> {
  const env = { ...jobEnvironment(aws), GITHUB_STEP_SUMMARY: '/no/such/summary.md' }
  const { stdout } = spawnSync(process.execPath, [actionFile('main')], { env, encoding: 'utf8' })
  return Promise.resolve({
    exitCode: 1,
    signal: null,
    log: stdout.split('\n').filter((line) => line.startsWith('::warning')),
    outputs: {},
    state: {},
    summary: '',
  })
}

/** The titles of what GitHub shows at the lines of a file: the message there is about its content. */
function titled(end: StepEnd): readonly string[] {
  return end.log.flatMap((line) => /^::error title=([^,:]*),/.exec(line)?.slice(1) ?? [])
}

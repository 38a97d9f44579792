import { EMPTY_RECORD } from '../../../src/deployment/run-record.js'
import type { StepEnd } from '../../../scripts/step-runner.js'
import { deployStep } from '../../bundle/action-process.js'
import { BOTH, pullRequestStep, type StepOptions } from '../../bundle/pull-request-job.js'
import { type ApiFault, startGithubApi } from '../../github-api/github-api.js'
import { REGION, type SimulatedAws } from '../../simulated-aws.js'

/** What a step saves whose deployment has ended, and that had no time to tell GitHub. */
const UNTOLD = {
  phase: 'open',
  operation: 'deploy',
  region: REGION,
  application: { id: 'shop001', name: 'shop' },
  environment: { id: 'prod001', name: 'production' },
  profile: { id: 'setting', name: 'settings' },
  alarmArns: [],
  number: 1,
}

/** Steps that warn of GitHub, each by its own simulated AWS. */
export const GITHUB_STEPS: Readonly<Record<string, (aws: SimulatedAws) => Promise<StepEnd>>> = {
  'GitHub refuses': (aws) => step(aws, {}, { fault: 403 }),
  'GitHub has an error': (aws) => step(aws, {}, { fault: 500 }),
  'no token for GitHub': (aws) => step(aws, { inputs: { ...BOTH, 'github-token': '' } }),
  'no repository to tell': (aws) => step(aws, { env: { GITHUB_REPOSITORY: '' } }),
  'GitHub at no address': (aws) => step(aws, { env: { GITHUB_API_URL: 'github' } }),
  'a page instead of GitHub': (aws) => step(aws, {}, { fault: 'page' }),
  'an event file that is missing': (aws) => step(aws, { env: { GITHUB_EVENT_PATH: '/missing.json' } }),
  'earlier deployments that GitHub does not show': async (aws) => {
    await using github = await startGithubApi()
    await pullRequestStep(aws, github)
    github.fail({ fault: 403, method: 'GET', path: /statuses$/ })
    return await pullRequestStep(aws, github, { inputs: { ...BOTH, 'if-unchanged': 'deploy' } })
  },
  'no commit to tell of': (aws) => step(aws, { event: {}, env: { GITHUB_SHA: '' } }),
  'post whose AWS refuses to tell the end': async (aws) => {
    await aws.fault({ operation: 'GetDeployment', fault: 'status', status: 403, times: 99 })
    return deployStep(aws, BOTH, { state: { run: JSON.stringify({ ...EMPTY_RECORD, report: UNTOLD }) } })
  },
}

async function step(aws: SimulatedAws, options: StepOptions, fault?: ApiFault): Promise<StepEnd> {
  await using github = await startGithubApi()
  if (fault !== undefined) github.fail(fault)
  return await pullRequestStep(aws, github, options)
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step, StepEnd } from '../../scripts/step-runner.js'
import { type GithubApi, TOKEN } from '../github-api/github-api.js'
import type { SimulatedAws } from '../simulated-aws.js'
import { deployStep, jobEnvironment } from './action-process.js'

export const HEAD_SHA = '0123456789abcdef0123456789abcdef01234567'
export const RUN_URL = 'https://github.com/octo-org/shop/actions/runs/1234567890'
export const BOTH = { 'pull-request-comment': 'true', 'github-deployment': 'true' }

const PULL_REQUEST = { pull_request: { number: 12, head: { sha: HEAD_SHA } } }

export type StepOptions = Partial<Omit<Step, 'inputs'>> & {
  readonly inputs?: Readonly<Record<string, string>>
  /** The payload of the event. Default: of a pull request, number 12. */
  readonly event?: unknown
  /** Default: that of the API. */
  readonly apiUrl?: string
}

/** Runs the action as a step of a job that a pull request has started, with GitHub's API on this machine. */
export async function pullRequestStep(
  aws: SimulatedAws,
  github: GithubApi,
  { inputs = BOTH, event = PULL_REQUEST, apiUrl = github.url, env, ...step }: StepOptions = {},
): Promise<StepEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-event-'))
  const eventPath = join(folder, 'event.json')
  writeFileSync(eventPath, JSON.stringify(event))
  try {
    return await deployStep(
      aws,
      { 'github-token': TOKEN, ...inputs },
      {
        ...step,
        env: { ...jobEnvironment(aws), GITHUB_API_URL: apiUrl, GITHUB_EVENT_PATH: eventPath, ...env },
      },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The states of every GitHub deployment, in the order in which they were set. */
export function statesOfDeployments(github: GithubApi): readonly (readonly string[])[] {
  return github.deployments().map(({ statuses }) => statuses.map(({ state }) => state))
}

/** Does something once GitHub knows by both ways that the deployment is in progress. */
export function whenTold(github: GithubApi, act: () => void): void {
  const timer = setInterval(() => {
    if (github.comments().length === 0 || (statesOfDeployments(github)[0] ?? []).length === 0) return
    clearInterval(timer)
    act()
  }, 20)
  timer.unref()
}

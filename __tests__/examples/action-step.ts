import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { REPOSITORY, runStep, type StepEnd } from '../../scripts/step-runner.js'
import { interpolatedValues } from './expressions.js'
import { runnerVariables } from './runner-variables.js'
import type { Ended, Started } from './step-run.js'

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly outputs: Readonly<Record<string, unknown>>
}

const action = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8')) as Metadata

const defaults: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']),
)

export const declaredOutputs: readonly string[] = Object.keys(action.outputs)

export const isOwnAction = (uses: string): boolean => /^appconfig-deploy\/appconfig-deploy@v\d+$/.test(uses)

/** Runs `main` of the action; `post` is for the end of the job, with the state that `main` has saved. */
export async function runAction(
  given: Readonly<Record<string, string>>,
  started: Started,
): Promise<{ readonly main: Ended; readonly post: () => Promise<Ended> }> {
  // GitHub only warns of these; an example is to have none.
  const unexpected = Object.keys(given).filter((name) => !(name in action.inputs))
  if (unexpected.length > 0) throw new Error(`action.yml has no input ${unexpected.join(', ')}`)
  const inputs = { ...interpolatedValues(defaults, started.contexts), ...given }
  const { job, env, state, surroundings } = started
  requirePermissions(inputs, started)
  const step = {
    inputs,
    env: {
      ...runnerVariables(started),
      ...localAws([inputs['aws-region'], env['AWS_REGION']].find(isGiven), started),
    },
    workspace: state.workspace,
    onLine: (line: string) => surroundings.onLine?.(job, line),
  }
  const main = await runStep(step)
  return { main: seen(main), post: async () => seen(await runStep({ ...step, state: main.state })) }
}

/** GitHub gives the job's token what the job names, and nothing else. */
function requirePermissions(inputs: Readonly<Record<string, string>>, { state }: Started): void {
  const needs = { 'pull-request-comment': 'pull-requests', 'github-deployment': 'deployments' }
  for (const [input, permission] of Object.entries(needs)) {
    if (inputs[input] === 'true' && state.permissions[permission] !== 'write') {
      throw new Error(`${input} needs permissions: ${permission}: write`)
    }
  }
}

/** AWS as it is reached in a region; the action has to be told of a region by itself. */
function localAws(region: string | undefined, { surroundings }: Started): Readonly<Record<string, string>> {
  if (region === undefined) return {}
  const aws = surroundings.aws[region]
  if (aws === undefined) throw new Error(`There is no AppConfig in ${region}`)
  return {
    AWS_ENDPOINT_URL_APPCONFIG: aws.url,
    AWS_ENDPOINT_URL_STS: aws.url,
    APPCONFIG_DEPLOY_MINUTE: `${surroundings.minuteMs}ms`,
  }
}

const isGiven = (text: string | undefined): text is string => text !== undefined && text !== ''

const seen = ({ exitCode, log, outputs, summary }: StepEnd): Ended => ({
  success: exitCode === 0,
  log,
  outputs,
  summary,
})

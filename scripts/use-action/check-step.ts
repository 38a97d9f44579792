import { deepEqual, equal, match } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A step of use-action.yml: `check-step.ts END` looks at what the step before it came to. `STEP` is that step in the
 * `steps` context, as JSON.
 * @throws AssertionError when it is something else
 */
interface Step {
  readonly outcome: string
  readonly outputs: Readonly<Record<string, string>>
}

const ENDS: Readonly<Record<string, (step: Step) => Promise<void>>> = {
  deployed: async ({ outcome, outputs }) => {
    equal(outcome, 'success')
    equal(outputs['state'], 'COMPLETE')
    equal(outputs['deployment-number'], '1')
    equal(outputs['changed'], 'true')
    equal(outputs['configuration-version'], '2')
    equal(outputs['extension-version'], '1')
    equal(outputs['percentage-complete'], '100')
    match(outputs['kms-key-arn'] ?? '', /^arn:aws:kms:/)
    match(outputs['event-log'] ?? '', /"DEPLOYMENT_COMPLETED"/)
    await asked({ CreateHostedConfigurationVersion: 1, CreateExtension: 1, StartDeployment: 1 })
    summaries(/^## ✅ Deployed <strong>flags<\/strong> version 2/m)
  },
  'rolled-back': async ({ outcome, outputs }) => {
    equal(outcome, 'failure')
    equal(outputs['state'], 'ROLLED_BACK')
    equal(outputs['deployment-number'], '2')
    match(outputs['rollback-reason'] ?? '', /checkout-errors/)
    await asked({ StartDeployment: 2 })
    summaries(/checkout-errors/)
  },
  refused: async ({ outcome, outputs }) => {
    equal(outcome, 'failure')
    deepEqual(outputs, { changed: 'false' })
    await asked({ StartDeployment: 2 })
  },
}

const end = process.argv[2] ?? ''
const check = ENDS[end]
if (check === undefined) throw new Error(`Ends are ${Object.keys(ENDS).join(', ')}, not ${end}`)
const step: unknown = JSON.parse(process.env['STEP'] ?? '')
if (!isStep(step)) throw new Error('STEP is not a step of the steps context')
await check(step)
console.log(`As it should be: ${end}`)

/** That AppConfig has seen these requests, each so often. */
async function asked(counts: Readonly<Record<string, number>>): Promise<void> {
  const answer = await fetch(`${process.env['AWS_ENDPOINT_URL_APPCONFIG'] ?? ''}/_simulator/requests`)
  const seen = [...(await answer.text()).matchAll(/"operation":\s*"(\w+)"/g)].map(([, name]) => name)
  for (const [operation, count] of Object.entries(counts)) {
    equal(seen.filter((name) => name === operation).length, count, operation)
  }
}

function isStep(value: unknown): value is Step {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'outputs' in value
}

/** That a step so far has left such a summary. */
function summaries(pattern: RegExp): void {
  // act keeps the summaries to itself: there __tests__/act looks at them.
  if (process.env['ACT'] === 'true') return
  // What the runner has taken of each summary stays there until the end of the job.
  const folder = join(process.env['RUNNER_TEMP'] ?? '', '_runner_file_commands')
  const files = readdirSync(folder).filter((name) => /^step_summary_.*-scrubbed$/.test(name))
  match(files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n'), pattern)
}

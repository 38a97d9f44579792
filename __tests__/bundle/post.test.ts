import { EMPTY_RECORD } from '../../src/deployment/run-record.js'
import { createServer } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import type { StepEnd } from '../../scripts/step-runner.js'
import type { SimulatorOptions } from '../../simulator/simulator.js'
import { deploymentsOf } from '../integration/virtual-run.js'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  deployStep,
  ENDLESS,
  jobEnvironment,
  LONG_MS,
  MINUTE_MS,
  seedWith,
  SLOW,
  StepProcess,
  whenLogged,
  whenRequested,
} from './action-process.js'

const SEED = { minuteMs: MINUTE_MS, seed: seedWith() }
const COMMAND =
  'aws appconfig get-deployment --application-id shop001 --environment-id prod001 --deployment-number 1 --region us-east-1, or operation: watch with deployment-number: 1'

/** A step whose process is killed, as its runner kills it when a cancel takes too long, once its log says a text. */
async function killedStep(
  aws: SimulatedAws,
  inputs: Readonly<Record<string, string>> = {},
  text = 'Started deployment 1',
): Promise<StepEnd> {
  const step = new StepProcess()
  const { onLine } = whenLogged(text, () => {
    step.signal('SIGKILL')
    return Promise.resolve()
  })
  const end = await deployStep(
    aws,
    { 'deployment-strategy': ENDLESS, ...inputs },
    { onLine, onProcess: step.onProcess },
  )
  expect(end.signal).toBe('SIGKILL')
  return end
}

/** What `post` says and asks for after a step, whose inputs the runner gives it again. */
async function postAfter(
  aws: SimulatedAws,
  { state }: Pick<StepEnd, 'state'>,
  inputs: Readonly<Record<string, string>> = {},
) {
  const before = (await aws.requests()).length
  const end = await deployStep(aws, inputs, { state })
  return { end, requests: (await aws.requests()).slice(before).map(({ operation }) => operation) }
}

describe('after a step that came to its end, post makes no request and says nothing', () => {
  test.concurrent.each([
    ['success', {}, undefined, 0],
    ['failure', { application: 'shopping' }, undefined, 1],
    ['a failed start', { 'configuration-version': '99' }, undefined, 1],
    ['a rollback', { 'deployment-strategy': ENDLESS }, 'alarm', 1],
    ['a cancel', { 'deployment-strategy': ENDLESS }, 'cancel', 1],
    ['a cancel that leaves it', { 'deployment-strategy': ENDLESS, 'on-cancel': 'leave' }, 'cancel', 1],
    ['a time-out that leaves it', { 'deployment-strategy': ENDLESS, timeout: '1s' }, undefined, 1],
    ['wait-for: started', { 'deployment-strategy': ENDLESS, 'wait-for': 'started' }, undefined, 0],
  ] as const)('%s', async (_, inputs, happening, exitCode) => {
    await using aws = await simulatedAws(SEED)
    const step = new StepProcess()
    const { onLine } = whenLogged('Started deployment 1', async () => {
      if (happening === 'alarm') await aws.alarm('ALARM')
      if (happening === 'cancel') step.signal('SIGINT')
    })
    const main = await deployStep(aws, inputs, { onLine, onProcess: step.onProcess })
    expect(main.exitCode).toBe(exitCode)

    const { end, requests } = await postAfter(aws, main, inputs)

    expect(requests).toEqual([])
    expect(end).toMatchObject({ exitCode: 0, log: [], summary: '', outputs: {} })
  })
})

describe('after a step that was killed, post', () => {
  test.concurrent(
    'stops the deployment that it watched, and says so in the log and the summary',
    async () => {
      await using aws = await simulatedAws(SEED)
      const main = await killedStep(aws, { 'deployment-strategy': SLOW }, '2.00%')

      const { end } = await postAfter(aws, main)

      const message = 'Deployment 1, which the step had started, has ended as ROLLED_BACK.'
      expect(end.exitCode).toBe(0)
      expect(end.log).toEqual(['The step did not come to its end: finishing what it left', message])
      expect(end.summary).toContain('## 🛑 The step was ended before it had finished')
      expect(end.summary.replaceAll('\\', '')).toContain(message)
      expect(await deploymentsOf(aws)).toMatchObject([{ DeploymentNumber: 1, State: 'ROLLED_BACK' }])
    },
  )

  /** A step that is killed when AWS has received, or carried out, its start, and has not answered it. */
  async function killedInStart(
    moment: 'received' | 'done',
    use: (aws: SimulatedAws, main: StepEnd) => Promise<void>,
  ) {
    const step = new StepProcess()
    const kill = () => {
      step.signal('SIGKILL')
    }
    const options: SimulatorOptions = {
      ...SEED,
      onRequest: whenRequested('StartDeployment', kill, { moment }),
    }
    await using aws = await simulatedAws(options)
    await aws.fault({ operation: 'StartDeployment', fault: moment === 'done' ? 'hang-after' : 'hang' })
    const main = await deployStep(aws, { 'deployment-strategy': ENDLESS }, { onProcess: step.onProcess })
    expect(main.signal).toBe('SIGKILL')
    expect(main.outputs).not.toHaveProperty('deployment-number')
    await use(aws, main)
  }

  test.concurrent('finds a deployment whose start was not answered by its marker, and stops it', () =>
    killedInStart('done', async (aws, main) => {
      const { end, requests } = await postAfter(aws, main)

      expect(end.exitCode).toBe(0)
      expect(end.log.at(-1)).toBe('Deployment 1, which the step had started, has ended as ROLLED_BACK.')
      expect(requests[0]).toBe('ListDeployments')
      expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
    }),
  )

  test.concurrent("claims nothing, and leaves another's deployment alone, when the start did nothing", () =>
    killedInStart('received', async (aws, main) => {
      // It has another's marker, or none, and is just as new.
      await deployStep(aws, { 'deployment-strategy': ENDLESS, 'wait-for': 'started' })

      const { end, requests } = await postAfter(aws, main)

      expect(end.exitCode).toBe(0)
      expect(annotations(end, 'warning')).toEqual([expect.stringContaining('list-deployments')])
      expect(end.summary).toContain('⚠️ The step was ended before it had finished')
      expect(end.summary).not.toContain('started no deployment')
      expect(requests).not.toContain('StopDeployment')
      expect(await deploymentsOf(aws)).toMatchObject([{ DeploymentNumber: 1, State: 'DEPLOYING' }])
    }),
  )

  test.concurrent(
    'leaves the deployment with on-cancel: leave, and reports its number and the command',
    async () => {
      await using aws = await simulatedAws(SEED)
      const main = await killedStep(aws, { 'on-cancel': 'leave' })

      const { end, requests } = await postAfter(aws, main)

      const message = `Deployment 1, which the step had started, is left in progress, as on-cancel says (DEPLOYING). To see how it ends: ${COMMAND}`
      expect(end.exitCode).toBe(0)
      expect(annotations(end, 'warning')).toEqual([message])
      expect(end.summary).toContain('⚠️ The step was ended before it had finished')
      expect(end.summary.replaceAll('\\', '')).toContain(COMMAND)
      expect(requests).toEqual(['GetDeployment'])
      expect(await deploymentsOf(aws)).toMatchObject([{ State: 'DEPLOYING' }])
    },
  )

  test.concurrent.each(['stop', 'leave'])(
    'says COMPLETE and changes nothing when it has completed (%s)',
    async (onCancel) => {
      let aheadMs = 0
      await using aws = await simulatedAws({ ...SEED, now: () => Date.now() + aheadMs })
      const main = await killedStep(aws, { 'on-cancel': onCancel })
      aheadMs = LONG_MS

      const { end } = await postAfter(aws, main)

      expect(end.exitCode).toBe(0)
      expect(end.log.at(-1)).toBe('Deployment 1, which the step had started, has ended as COMPLETE.')
      expect(annotations(end, 'warning')).toEqual([])
      expect(await deploymentsOf(aws)).toMatchObject([{ State: 'COMPLETE' }])
    },
  )

  test.concurrent('warns with the number when AWS refuses the stop', async () => {
    await using aws = await simulatedAws(SEED)
    const main = await killedStep(aws)
    await aws.fault({ operation: 'StopDeployment', fault: 'status', status: 403, times: 99 })

    const { end } = await postAfter(aws, main)

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([
      expect.stringMatching(/^Deployment 1 may still be in progress: .*AccessDeniedException/),
    ])
    expect(end.summary).toContain('Deployment 1 may still be in progress')
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'DEPLOYING' }])
  })
})

describe('a state that makes no sense to post', () => {
  test.concurrent.each([
    ['no JSON', 'garbage', /JSON/],
    ['no record', '[]', /record/],
    ['another record', '{"pending":{"phase":"started"}}', /place of the start/],
  ])('(%s) is a warning, and nothing is requested', async (_, run, problem) => {
    await using aws = await simulatedAws(SEED)

    const { end, requests } = await postAfter(aws, { state: { run } })

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([expect.stringMatching(problem)])
    expect(requests).toEqual([])
  })
})

/** A place that cuts every connection, and does something at the second one. */
async function unreachable(atSecond: () => void) {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.resetAndDestroy()
    if (connections === 2) atSecond()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    env: { AWS_ENDPOINT_URL_APPCONFIG: `http://127.0.0.1:${String(address.port)}` },
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('when AWS can not be reached, post warns and ends with 0', () => {
  test.concurrent.each([
    // It goes on trying to stop for a minute, unless it is cancelled itself.
    [
      'with the number of a deployment to stop',
      'started',
      'stop',
      /^Deployment 1 may still be in progress: /,
    ],
    [
      'with the number of a deployment to leave',
      'started',
      'leave',
      /^Deployment 1 may still be in progress: /,
    ],
    [
      'with the environment of a start that was not answered',
      'starting',
      'stop',
      /^A deployment may have been started in environment prod001: /,
    ],
  ])('%s', async (_, phase, onCancel, warning) => {
    await using aws = await simulatedAws(SEED)
    const step = new StepProcess()
    await using nowhere = await unreachable(() => {
      if (phase === 'started' && onCancel === 'stop') step.signal('SIGINT')
    })
    const start = {
      region: 'us-east-1',
      applicationId: 'shop001',
      environmentId: 'prod001',
      latestNumber: 0,
      provenanceId: '11111111-2222-3333-4444-555555555555',
      onCancel,
    }
    const state = { run: JSON.stringify({ ...EMPTY_RECORD, pending: { phase, start, number: 1 } }) }

    const end = await deployStep(
      aws,
      {},
      { state, env: { ...jobEnvironment(aws), ...nowhere.env }, onProcess: step.onProcess },
    )

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([expect.stringMatching(warning)])
    expect(annotations(end, 'error')).toEqual([])
    expect(end.summary).toContain('⚠️ The step was ended before it had finished')
  })
})

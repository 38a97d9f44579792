import { describe, expect, test } from '@jest/globals'
import { deploymentsOf } from '../integration/virtual-run.js'
import { simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  BAKING,
  deployStep,
  ENDLESS,
  MINUTE_MS,
  seedWith,
  SLOW,
  StepProcess,
  whenLogged,
  whenRequested,
  pendingPhase,
} from './action-process.js'

/** The runner sends SIGTERM 7.5 s after SIGINT, and then kills. */
const CANCEL_LIMIT_MS = 7500
const STOPPED = 'The run was cancelled; deployment 1 of settings to production was stopped.'
const BEFORE_START = 'The run was cancelled before a deployment was started.'

const SEED = { minuteMs: MINUTE_MS, seed: seedWith() }

/** Signals the process when its log says a text for the first time. */
function signalledAt(text: string, ...signals: readonly NodeJS.Signals[]) {
  const step = new StepProcess()
  const logged = whenLogged(text, () => {
    step.signal(...signals)
    return Promise.resolve()
  })
  return { step, hooks: { onLine: logged.onLine, onProcess: step.onProcess } }
}

describe('a cancel while the deployment is watched', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s stops it, confirms that, and tells it everywhere',
    async (signal) => {
      await using aws = await simulatedAws(SEED)
      const { step, hooks } = signalledAt('2.00%', signal)

      const end = await deployStep(aws, { 'deployment-strategy': SLOW }, hooks)

      expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
      expect(end.exitCode).toBe(1)
      expect(annotations(end, 'error')).toEqual([STOPPED])
      expect(end.log).toContain('Deployment 1 is ROLLED_BACK')
      expect(end.outputs).toMatchObject({
        'deployment-number': '1',
        state: 'ROLLED_BACK',
        changed: 'true',
        'percentage-complete': '0',
        'event-log': expect.stringContaining('ROLLBACK_COMPLETED'),
      })
      expect(end.summary).toContain(
        '## 🛑 Cancelled, and stopped the deployment of <strong>settings</strong>',
      )
      expect(pendingPhase(end)).toBe('done')
      const afterStop = (await aws.requests()).map(({ operation }) => operation)
      expect(afterStop.slice(afterStop.indexOf('StopDeployment'))).toEqual([
        'StopDeployment',
        'GetDeployment',
      ])
      expect(await deploymentsOf(aws)).toMatchObject([{ DeploymentNumber: 1, State: 'ROLLED_BACK' }])
    },
  )

  test('that is repeated while it is carried out does no harm', async () => {
    const step = new StepProcess()
    const again = whenRequested('StopDeployment', () => {
      step.signal('SIGINT', 'SIGTERM')
    })
    await using aws = await simulatedAws({ ...SEED, onRequest: again })
    const logged = whenLogged('2.00%', () => {
      step.signal('SIGINT')
      return Promise.resolve()
    })
    // The answer takes its time, so that the further signals come while it is waited for.
    await aws.fault({ operation: 'StopDeployment', fault: 'slow', ms: 300 })

    const end = await deployStep(
      aws,
      { 'deployment-strategy': SLOW },
      { onLine: logged.onLine, onProcess: step.onProcess },
    )

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.exitCode).toBe(1)
    expect(end.signal).toBeNull()
    expect(annotations(end, 'error')).toEqual([STOPPED])
    expect(end.outputs).toMatchObject({ state: 'ROLLED_BACK' })
    expect(end.summary).toContain('🛑 Cancelled, and stopped')
    expect(await aws.requests('StopDeployment')).toHaveLength(1)
  })

  test('with on-cancel: leave reports its number, and the command to watch it', async () => {
    await using aws = await simulatedAws(SEED)
    const { step, hooks } = signalledAt('Started deployment 1', 'SIGINT')

    const end = await deployStep(aws, { 'deployment-strategy': ENDLESS, 'on-cancel': 'leave' }, hooks)

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.exitCode).toBe(1)
    const command =
      'aws appconfig get-deployment --application-id shop001 --environment-id prod001 --deployment-number 1 --region us-east-1, or operation: watch with deployment-number: 1'
    expect(annotations(end, 'error')).toEqual([
      `The run was cancelled; deployment 1 of settings to production is DEPLOYING.\nDeployment 1 goes on in AWS. To see how it ends: ${command}`,
    ])
    expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'DEPLOYING' })
    expect(end.summary).toContain('🛑 Cancelled; the deployment of')
    expect(end.summary).toContain(command.split(',')[0])
    expect(pendingPhase(end)).toBe('done')
    expect(await aws.requests('StopDeployment')).toEqual([])
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'DEPLOYING' }])
  })

  test('in its bake time stops it as well', async () => {
    await using aws = await simulatedAws(SEED)
    const { step, hooks } = signalledAt('BAKE_TIME_STARTED', 'SIGINT')

    const end = await deployStep(aws, { 'deployment-strategy': BAKING }, hooks)

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(annotations(end, 'error')).toEqual([STOPPED])
    expect(end.outputs['state']).toBe('ROLLED_BACK')
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('stops it with Allow-Revert when a plain stop is refused while it is in progress', async () => {
    await using aws = await simulatedAws(SEED)
    await aws.fault({
      operation: 'StopDeployment',
      fault: 'status',
      status: 400,
      error: 'BadRequestException',
    })
    const { step, hooks } = signalledAt('BAKE_TIME_STARTED', 'SIGINT')

    const end = await deployStep(aws, { 'deployment-strategy': BAKING }, hooks)

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(annotations(end, 'error')).toEqual([STOPPED])
    expect(
      (await aws.requests('StopDeployment')).map(({ headers, status }) => [status, headers['allow-revert']]),
    ).toEqual([
      [400, undefined],
      [202, 'true'],
    ])
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('leaves alone a deployment that completed before the stop came', async () => {
    let aheadMs = 0
    const completes = whenRequested('StopDeployment', () => {
      aheadMs = 2000 * MINUTE_MS
    })
    await using aws = await simulatedAws({ ...SEED, now: () => Date.now() + aheadMs, onRequest: completes })
    const { hooks } = signalledAt('Started deployment 1', 'SIGINT')

    const end = await deployStep(aws, { 'deployment-strategy': ENDLESS }, hooks)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      'The run was cancelled; deployment 1 of settings to production is COMPLETE.',
    ])
    expect(end.outputs['state']).toBe('COMPLETE')
    expect(await aws.requests('StopDeployment')).toHaveLength(1)
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'COMPLETE' }])
  })
})

describe('a cancel before the deployment is started', () => {
  test('while names are resolved starts nothing', async () => {
    const step = new StepProcess()
    const onRequest = whenRequested('ListEnvironments', () => {
      step.signal('SIGINT')
    })
    await using aws = await simulatedAws({ ...SEED, onRequest })
    await aws.fault({ operation: 'ListEnvironments', fault: 'hang' })

    const end = await deployStep(aws, {}, { onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([BEFORE_START])
    expect(end.summary).toContain('🛑 Cancelled before the deployment of')
    expect(end.summary).toContain('Nothing was started.')
    expect(end.outputs).toMatchObject({ changed: 'false' })
    expect(await aws.requests('StartDeployment')).toEqual([])
  })

  test('while the extension is published publishes no second version and starts nothing', async () => {
    const step = new StepProcess()
    const onRequest = whenRequested(
      'CreateExtension',
      () => {
        step.signal('SIGINT')
      },
      { moment: 'done' },
    )
    await using aws = await simulatedAws({ ...SEED, onRequest })
    await aws.fault({ operation: 'CreateExtension', fault: 'hang-after' })
    const action = { Name: 'tell', Uri: 'arn:aws:sns:us-east-1:123456789012:releases', RoleArn: ROLE_ARN }
    const extension = JSON.stringify({ Name: 'releases', Actions: { ON_DEPLOYMENT_START: [action] } })

    const end = await deployStep(aws, { extension }, { onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([BEFORE_START])
    expect(await aws.requests('CreateExtension')).toHaveLength(1)
    expect(await aws.requests('StartDeployment')).toEqual([])
  })
})

const ROLE_ARN = 'arn:aws:iam::123456789012:role/notify'

describe('a cancel during StartDeployment', () => {
  test.each([
    ['is never answered', { fault: 'hang-after' as const }],
    ['is answered too late', { fault: 'slow' as const, ms: 3000 }],
  ])('that is carried out and %s finds the deployment and stops it', async (_, fault) => {
    const step = new StepProcess()
    const onRequest = whenRequested(
      'StartDeployment',
      () => {
        step.signal('SIGINT')
      },
      { moment: 'done' },
    )
    await using aws = await simulatedAws({ ...SEED, onRequest })
    await aws.fault({ operation: 'StartDeployment', ...fault })

    const end = await deployStep(aws, { 'deployment-strategy': ENDLESS }, { onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([STOPPED])
    expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'ROLLED_BACK', changed: 'true' })
    expect(end.summary).toContain('🛑 Cancelled, and stopped')
    expect(pendingPhase(end)).toBe('done')
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('that is not answered leaves it to post, and claims nothing', async () => {
    const step = new StepProcess()
    const onRequest = whenRequested('StartDeployment', () => {
      step.signal('SIGINT')
    })
    await using aws = await simulatedAws({ ...SEED, onRequest })
    await aws.fault({ operation: 'StartDeployment', fault: 'hang' })

    const end = await deployStep(aws, { 'deployment-strategy': ENDLESS }, { onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.summary).not.toContain('Nothing was started')
    expect(pendingPhase(end)).toBe('starting')
    expect(await aws.requests('StopDeployment')).toEqual([])
  })

  test('whose log is closed still stops it', async () => {
    const step = new StepProcess()
    await using aws = await simulatedAws(SEED)
    const { onLine, done } = whenLogged('Started deployment 1', () => {
      step.closeLog()
      step.signal('SIGINT')
      return Promise.resolve()
    })
    await deployStep(aws, { 'deployment-strategy': ENDLESS }, { onProcess: step.onProcess, onLine })
    await done()
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('that AWS carries out only after the cancel still finds and stops it', async () => {
    const step = new StepProcess()
    const onRequest = whenRequested('StartDeployment', () => {
      step.signal('SIGINT')
    })
    await using aws = await simulatedAws({ ...SEED, onRequest })
    await aws.fault({ operation: 'StartDeployment', fault: 'late', ms: 400 })

    const end = await deployStep(aws, { 'deployment-strategy': ENDLESS }, { onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(annotations(end, 'error')).toEqual([STOPPED])
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })
})

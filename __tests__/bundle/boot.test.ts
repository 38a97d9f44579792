import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { simulatedAws } from '../simulated-aws.js'
import { deployStep, ENDLESS, MINUTE_MS, seedWith } from './action-process.js'

const SEED = { minuteMs: MINUTE_MS, seed: seedWith() }
/** While Node.js starts, while the bundle is evaluated, and when the first requests are sent. */
const MOMENTS_MS = [0, 10, 25, 50, 75, 100]
const CASES = (['SIGINT', 'SIGKILL'] as const).flatMap((signal) =>
  MOMENTS_MS.map((afterMs) => [signal, afterMs] as const),
)

describe('after a main that gets a signal while it starts, post sends AWS nothing', () => {
  test.each(CASES)('%s after %d ms', async (signal, afterMs) => {
    await using aws = await simulatedAws(SEED)
    // On a fast machine too, main gets no further than its first request by then.
    await aws.fault({
      operation: '*',
      fault: 'status',
      status: 403,
      error: 'AccessDeniedException',
      times: 99,
    })
    const inputs = { 'deployment-strategy': ENDLESS }
    const onProcess = (child: ChildProcess) => {
      void wait(afterMs).then(() => child.kill(signal))
    }
    const main = await deployStep(aws, inputs, { onProcess })
    const requestsOfMain = (await aws.requests()).length

    const post = await deployStep(aws, inputs, { state: main.state })

    expect((await aws.requests()).slice(requestsOfMain)).toEqual([])
    expect(post).toMatchObject({ exitCode: 0, signal: null, outputs: {}, state: {}, summary: '' })
  })

  test('nor does post with the state of no main at all', async () => {
    await using aws = await simulatedAws(SEED)

    const post = await deployStep(aws, {}, { state: {} })

    expect(post).toMatchObject({ exitCode: 0, log: [], outputs: {} })
    expect(await aws.requests()).toEqual([])
  })
})

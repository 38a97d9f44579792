import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import { getDeployment } from '../../src/aws/deployments.js'
import { watchDeployment } from '../../src/aws/watch-deployment.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import { ENVIRONMENT, MINUTE_MS, startByAnother, virtualRun } from './virtual-run.js'

const DAY_HOURS = 24
const HOUR_MS = 60 * MINUTE_MS
const STRATEGY = {
  Id: 'twodays',
  Name: 'TwoDays',
  DeploymentDurationInMinutes: DAY_HOURS * 60,
  GrowthFactor: 5,
  FinalBakeTimeInMinutes: DAY_HOURS * 60,
}
/** What a heap may differ by between two collections without anything having been kept for each look. */
const HEAP_NOISE_BYTES = 2_000_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

interface Measured {
  readonly looks: number
  readonly listeners: number
  readonly sockets: number
  readonly heapBytes: number
}

test('two days of watching keep no more listeners, sockets and memory in the end than in the beginning', async () => {
  await using run = await virtualRun({ seed: { ...defaultSeed, strategies: [STRATEGY] } })
  await startByAnother(run.service, { DeploymentStrategyId: 'twodays' })
  const { signal } = new AbortController()
  const measured: Measured[] = []
  let looks = 0
  const measure = async () => {
    // The simulator keeps what it was asked for in this same process.
    await fetch(`${run.service.url}/_simulator/requests`, { method: 'DELETE' })
    collectGarbage()
    measured.push({
      looks,
      listeners: getEventListeners(signal, 'abort').length,
      sockets: process.getActiveResourcesInfo().filter((name) => name.startsWith('TCPSocket')).length,
      heapBytes: process.memoryUsage().heapUsed,
    })
  }
  for (let hour = 2; hour < 2 * DAY_HOURS; hour += 2) run.at(hour * HOUR_MS, measure)
  const settings = {
    waitFor: 'complete' as const,
    timeoutMs: 3 * DAY_HOURS * HOUR_MS,
    onPoll: () => (looks += 1),
    onFailedPoll: () => {
      throw new Error('No look fails here')
    },
  }
  const first = await getDeployment(run.aws, { ...ENVIRONMENT, number: 1 })

  const end = await watchDeployment(run.aws, first, settings)

  expect(end).toMatchObject({ kind: 'reached', deployment: { state: 'COMPLETE' } })
  expect(run.elapsedMs()).toBeGreaterThanOrEqual(2 * DAY_HOURS * HOUR_MS)
  const beginning = greatest(measured.filter((at) => at.looks <= looks / 10))
  const ending = greatest(measured.filter((at) => at.looks >= (looks * 9) / 10))
  process.stdout.write(`${String(looks)} looks in 48 h: ${JSON.stringify({ beginning, ending })}\n`)
  expect(looks).toBeGreaterThan(2000)
  expect(ending.listeners).toBeLessThanOrEqual(beginning.listeners)
  expect(ending.sockets).toBeLessThanOrEqual(beginning.sockets)
  expect(ending.heapBytes).toBeLessThan(beginning.heapBytes + HEAP_NOISE_BYTES)
})

const greatest = (measured: readonly Measured[]): Omit<Measured, 'looks'> => ({
  listeners: Math.max(...measured.map(({ listeners }) => listeners)),
  sockets: Math.max(...measured.map(({ sockets }) => sockets)),
  heapBytes: Math.max(...measured.map(({ heapBytes }) => heapBytes)),
})

import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import { getDeployment } from '../../src/aws/deployments.js'
import { watchDeployment } from '../../src/aws/watch-deployment.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import { ENVIRONMENT, MINUTE_MS, startByAnother, virtualRun } from '../integration/virtual-run.js'

const DAY_HOURS = 24
const HOUR_MS = 60 * MINUTE_MS
const STRATEGY = {
  Id: 'twodays',
  Name: 'TwoDays',
  DeploymentDurationInMinutes: DAY_HOURS * 60,
  GrowthFactor: 5,
  FinalBakeTimeInMinutes: DAY_HOURS * 60,
}
/** The watch lasts seconds of computing, and minutes on a busy machine; what is measured does not depend on them. */
const PATIENCE_MS = 600_000
/** When to measure: with all code compiled, and seldom, since a collection of garbage takes its time. */
const MEASURED_HOURS = [10, 11, 12, 13, 44, 45, 46, 47]
/** What a heap may differ by between two collections without anything having been kept for each poll. */
const HEAP_NOISE_BYTES = 2_000_000

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

interface Measured {
  readonly listeners: number
  readonly sockets: number
  readonly heapBytes: number
}

test(
  'two days of watching keep no more listeners, sockets and memory in the end than in the beginning',
  async () => {
    await using run = await virtualRun({ seed: { ...defaultSeed, strategies: [STRATEGY] } })
    await startByAnother(run.service, { DeploymentStrategyId: 'twodays' })
    const { signal } = run.aws
    const measured: Measured[] = []
    let polls = 0
    const measure = async () => {
      // The simulator keeps what it was asked for in this same process.
      await fetch(`${run.service.url}/_simulator/requests`, { method: 'DELETE' })
      collectGarbage()
      measured.push({
        listeners: getEventListeners(signal, 'abort').length,
        sockets: process.getActiveResourcesInfo().filter((name) => name.startsWith('TCPSocket')).length,
        heapBytes: process.memoryUsage().heapUsed,
      })
    }
    for (const hour of MEASURED_HOURS) run.at(hour * HOUR_MS, measure)
    const first = await getDeployment(run.aws, { ...ENVIRONMENT, number: 1 })
    const watch = watchDeployment(run.aws, first, {
      waitFor: 'complete',
      timeoutMs: 3 * DAY_HOURS * HOUR_MS,
    })

    let next = await watch.next()
    for (; next.done !== true; next = await watch.next()) {
      expect(next.value.ok).toBe(true)
      polls += 1
    }

    expect(next.value).toMatchObject({ kind: 'reached', deployment: { state: 'COMPLETE' } })
    expect(run.elapsedMs()).toBeGreaterThanOrEqual(2 * DAY_HOURS * HOUR_MS)
    const beginning = greatest(measured.slice(0, MEASURED_HOURS.length / 2))
    const ending = greatest(measured.slice(MEASURED_HOURS.length / 2))
    process.stdout.write(`${String(polls)} polls in 48 h: ${JSON.stringify({ beginning, ending })}\n`)
    expect(polls).toBeGreaterThan(2000)
    expect(ending.listeners).toBeLessThanOrEqual(beginning.listeners)
    expect(ending.sockets).toBeLessThanOrEqual(beginning.sockets)
    expect(ending.heapBytes).toBeLessThan(beginning.heapBytes + HEAP_NOISE_BYTES)
  },
  PATIENCE_MS,
)

const greatest = (measured: readonly Measured[]): Measured => ({
  listeners: Math.max(...measured.map(({ listeners }) => listeners)),
  sockets: Math.max(...measured.map(({ sockets }) => sockets)),
  heapBytes: Math.max(...measured.map(({ heapBytes }) => heapBytes)),
})

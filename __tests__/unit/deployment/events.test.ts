import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ActionInvocation, DeploymentEvent } from '../../../src/deployment/deployment.js'
import { mergedEventLog, newEvents } from '../../../src/deployment/events.js'

const at = (
  occurredAtMs: number,
  type = 'PERCENTAGE_UPDATED',
  invocations: readonly ActionInvocation[] = [],
): DeploymentEvent => ({
  type,
  triggeredBy: 'APPCONFIG',
  description: 'x',
  occurredAtMs,
  invocations,
})

describe('the news of an event log', () => {
  test('is everything at first, in the order of the log', () => {
    const log = [at(1), at(5, 'A'), at(5, 'B')]
    expect(newEvents([], log).map(({ event }) => event)).toEqual(log)
  })

  test('is nothing when nothing was added', () => {
    expect(newEvents([at(1), at(1)], [at(1), at(1)])).toEqual([])
  })

  test('tells events apart that share a timestamp', () => {
    const news = newEvents([at(1), at(5, 'A')], [at(1), at(5, 'A'), at(5, 'B')])
    expect(news).toEqual([{ kind: 'event', event: at(5, 'B') }])
  })

  test('tells the second of two events that are alike to the letter', () => {
    expect(newEvents([at(5)], [at(5), at(5)])).toEqual([{ kind: 'event', event: at(5) }])
  })

  test('holds an event that was put before those already told', () => {
    expect(newEvents([at(9)], [at(3), at(9)])).toEqual([{ kind: 'event', event: at(3) }])
  })

  test('holds invocations that joined an event already told', () => {
    const first = { invocationId: '1', actionName: 'ON_DEPLOYMENT_START' }
    const second = { invocationId: '2', errorCode: 'E', errorMessage: 'm' }
    const event = at(1, 'DEPLOYMENT_STARTED', [first, second])
    expect(newEvents([at(1, 'DEPLOYMENT_STARTED', [first])], [event])).toEqual([
      { kind: 'invocation', event, invocation: second },
    ])
  })

  test('never repeats and never loses, however the looks cut a growing log', () => {
    const events = fc.array(
      fc
        .record({ occurredAtMs: fc.nat(3), type: fc.constantFrom('A', 'B') })
        .map(({ occurredAtMs, type }) => at(occurredAtMs, type)),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(events, fc.array(fc.nat(12), { maxLength: 6 }), (log, cuts) => {
        const looks = [...cuts.map((cut) => Math.min(cut, log.length)).sort((a, b) => a - b), log.length]
        let told: readonly DeploymentEvent[] = []
        const seen: DeploymentEvent[] = []
        for (const length of looks) {
          const look = log.slice(0, length)
          seen.push(...newEvents(told, look).map(({ event }) => event))
          told = mergedEventLog(told, look)
        }
        expect(seen).toEqual(log)
      }),
    )
  })
})

describe('the merged log', () => {
  test('is the newer one when it holds everything', () => {
    const newer = [at(1), at(2), at(3)]
    expect(mergedEventLog([at(1), at(2)], newer)).toBe(newer)
  })

  test('keeps what a later answer left out, in its place', () => {
    expect(mergedEventLog([at(1), at(2, 'A')], [at(1), at(3)])).toEqual([at(1), at(2, 'A'), at(3)])
  })
})

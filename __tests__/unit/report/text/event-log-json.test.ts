import { describe, expect, test } from '@jest/globals'
import type { DeploymentEvent } from '../../../../src/deployment/deployment.js'
import { eventLogJson } from '../../../../src/report/text/event-log-json.js'
import { event, FAILED_INVOCATION, START_MS, STEPS } from '../sample-facts.js'

interface Entry {
  readonly EventType?: string
  readonly Description?: string
  readonly LeftOut?: number
}

const entriesOf = (json: string) => JSON.parse(json) as readonly Entry[]
const many = (count: number, description = 'Configuration available'): readonly DeploymentEvent[] =>
  Array.from({ length: count }, (_, number) =>
    event('PERCENTAGE_UPDATED', `${number} ${description}`, number * 1000),
  )

describe('the event log as JSON', () => {
  test('has the names of AWS, oldest first', () => {
    expect(
      entriesOf(
        eventLogJson([
          STEPS[0]!,
          event('PERCENTAGE_UPDATED', 'half', 60_000, 'APPCONFIG', [FAILED_INVOCATION]),
        ]),
      ),
    ).toEqual([
      {
        EventType: 'DEPLOYMENT_STARTED',
        TriggeredBy: 'USER',
        Description: 'Deployment started',
        OccurredAt: new Date(START_MS).toISOString(),
        ActionInvocations: [],
      },
      {
        EventType: 'PERCENTAGE_UPDATED',
        TriggeredBy: 'APPCONFIG',
        Description: 'half',
        OccurredAt: new Date(START_MS + 60_000).toISOString(),
        ActionInvocations: [
          {
            ExtensionIdentifier: 'notify',
            ActionName: 'ON_DEPLOYMENT_STEP',
            Uri: 'arn:aws:lambda:us-east-1:123456789012:function:notify',
            ErrorCode: 'AccessDenied',
            ErrorMessage: 'not authorised to invoke',
            InvocationId: 'abc-1',
          },
        ],
      },
    ])
  })

  test.each([
    ['empty', []],
    ['of usual length', STEPS],
  ])('is whole when it is %s', (_, events) => {
    expect(entriesOf(eventLogJson(events))).toHaveLength(events.length)
  })

  test('of 10,000 events keeps its beginning and its end, and counts what it leaves out', () => {
    const json = eventLogJson(many(10_000))

    expect(json.length).toBeLessThanOrEqual(256_000)
    expect(json.length).toBeGreaterThan(250_000)
    const entries = entriesOf(json)
    const [cut, ...others] = entries.filter(({ LeftOut }) => LeftOut !== undefined)
    expect(others).toEqual([])
    expect(entries.length - 1 + (cut?.LeftOut ?? 0)).toBe(10_000)
    expect(entries[0]?.Description).toMatch(/^0 /)
    expect(entries.at(-1)?.Description).toMatch(/^9999 /)
    expect(Math.abs(entries.indexOf(cut!) - entries.length / 2)).toBeLessThanOrEqual(1)
  })

  test.each([0, 41, 100, 500, 1000, 5000])('stays JSON within %d characters', (most) => {
    const json = eventLogJson(many(50), most)

    expect(json.length).toBeLessThanOrEqual(Math.max(most, 40))
    const entries = entriesOf(json)
    const leftOut = entries.find(({ LeftOut }) => LeftOut !== undefined)?.LeftOut ?? 0
    expect(entries.length - 1 + leftOut).toBe(50)
  })

  test('cuts a text that is too long by itself', () => {
    const [entry] = entriesOf(eventLogJson([event('ROLLBACK_STARTED', 'x'.repeat(300_000), 0)]))

    expect(entry?.Description).toBe(`${'x'.repeat(2000)}…`)
  })
})

import { describe, expect, test } from '@jest/globals'
import { defaultSeed } from '../../simulator/default-seed.js'
import { simulatedAws } from '../simulated-aws.js'
import { renderedHtml, tagsOf, textOf } from '../unit/report/rendered.js'
import {
  annotations,
  commandsOf,
  deployStep,
  GROUPED,
  MINUTE_MS,
  seedWith,
  SLOW,
  whenLogged,
} from './action-process.js'

const COMMAND = 'x\n::error::owned'
const MARKUP = '</details><script>|'
const ALARM_ARN = `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${COMMAND}${MARKUP} ##[error]owned`
const [shop] = defaultSeed.applications ?? []

/** What a summary may hold as HTML: the report's own elements. */
const OWN_TAGS =
  /^<\/?(a|blockquote|br|code|details|h2|h3|li|p|pre|strong|summary|table|tbody|td|th|thead|tr|ul)( href="https:[^"<>]*"| align="left"| class="language-mermaid")?\/?>$/

function strangeTags(summary: string): readonly string[] {
  return tagsOf(renderedHtml(summary)).filter((tag) => !OWN_TAGS.test(tag))
}

describe('text from outside', () => {
  test('in the event log runs no command and breaks no summary', async () => {
    const environment = {
      Id: 'prod001',
      Name: 'production',
      Monitors: [{ AlarmArn: ALARM_ARN, AlarmRoleArn: 'arn:aws:iam::123456789012:role/alarm' }],
    }
    const seed = seedWith({ applications: [{ ...shop, Name: 'shop', environments: [environment] }] })
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })
    const alarm = whenLogged('2.00%', () => aws.alarm('ALARM', ALARM_ARN))

    const end = await deployStep(aws, { 'deployment-strategy': SLOW }, alarm)
    await alarm.done()

    // The text has come through: what follows is about how.
    expect(end.outputs['event-log']).toContain('::error::owned')
    expect(commandsOf(end)).toEqual([...GROUPED, 'error'])
    expect(
      annotations(end, 'error')
        .join()
        .split('\n')
        .filter((line) => line.startsWith('::')),
    ).toEqual([])
    expect(strangeTags(end.summary)).toEqual([])
    expect(textOf(renderedHtml(end.summary))).toContain(MARKUP)
  })

  test('in the error of an extension runs no command and breaks no summary', async () => {
    const uri = 'arn:aws:sns:us-east-1:123456789012:releases'
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await aws.extensionFailure({
      Uri: uri,
      ErrorCode: COMMAND,
      ErrorMessage: `${MARKUP}${COMMAND} ##[warning]owned`,
    })

    const end = await deployStep(aws, {
      extension: JSON.stringify({
        Name: '<b>notify | `x`',
        Actions: { ON_DEPLOYMENT_START: [{ Name: '::error::owned', Uri: uri }] },
      }),
      'extension-association': 'environment',
    })

    expect(end.exitCode).toBe(0)
    expect(end.log.join('\n')).toContain('owned')
    expect(commandsOf(end)).toEqual(GROUPED)
    expect(strangeTags(end.summary)).toEqual([])
    expect(textOf(renderedHtml(end.summary))).toContain(MARKUP)
  })

  test('in the answer of an API runs no command and breaks no summary', async () => {
    const uri = 'arn:aws:lambda:us-east-1:123456789012:function:gate'
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await aws.extensionFailure({
      Uri: uri,
      ErrorCode: '500',
      ErrorMessage: `${COMMAND}${MARKUP} ##[error]owned`,
    })

    const end = await deployStep(aws, {
      extension: JSON.stringify({
        Name: 'gate',
        Actions: { PRE_START_DEPLOYMENT: [{ Name: 'ask', Uri: uri }] },
      }),
      'extension-association': 'environment',
    })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error').join()).toContain('owned')
    expect(commandsOf(end)).toEqual([...GROUPED, 'error'])
    expect(
      annotations(end, 'error')
        .join()
        .split('\n')
        .filter((line) => line.startsWith('::')),
    ).toEqual([])
    expect(strangeTags(end.summary)).toEqual([])
  })

  test('in inputs and names runs no command and breaks no summary', async () => {
    const environment = { Id: 'prod001', Name: `${COMMAND}${MARKUP}` }
    const profile = { Id: 'setting', Name: '::warning::owned', versions: [{ Content: '{}' }] }
    const seed = seedWith({
      applications: [
        { Name: '##[error]owned', Id: 'shop001', environments: [environment], profiles: [profile] },
      ],
    })
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })

    const end = await deployStep(aws, {
      application: 'shop001',
      environment: 'prod001',
      'configuration-profile': 'setting',
      'configuration-version': '1',
      description: `${COMMAND}${MARKUP}`,
    })

    expect(end.exitCode).toBe(0)
    expect(commandsOf(end)).toEqual(GROUPED)
    expect(strangeTags(end.summary)).toEqual([])
    expect(textOf(renderedHtml(end.summary))).toContain(MARKUP)
  })

  test('among the candidates of a wrong name runs no command', async () => {
    const seed = seedWith({ applications: [{ Name: `${COMMAND}${MARKUP}` }, { Name: '##[error]owned' }] })
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })

    const end = await deployStep(aws, { application: 'elsewhere' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error').join()).toContain('owned')
    expect(commandsOf(end)).toEqual(['error'])
    expect(strangeTags(end.summary)).toEqual([])
  })
})

test('neither configuration nor credentials reach log, outputs or summary', async () => {
  const profile = { Id: 'setting', Name: 'settings', versions: [{ Content: '{"password":"hunter2"}' }] }
  const seed = seedWith({
    applications: [{ Name: 'shop', environments: [{ Name: 'production' }], profiles: [profile] }],
  })
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })

  const end = await deployStep(aws, { 'configuration-version': 'latest' })

  expect(end.exitCode).toBe(0)
  const told = JSON.stringify(end)
  for (const secret of ['hunter2', 'AKIAIOSFODNN7EXAMPLE', 'not-a-secret']) expect(told).not.toContain(secret)
})

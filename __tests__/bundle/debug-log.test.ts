import { describe, expect, test } from '@jest/globals'
import { CREDENTIALS, simulatedAws } from '../simulated-aws.js'
import { deployStep, jobEnvironment, MINUTE_MS } from './action-process.js'

describe('a run with debug logging', () => {
  test('tells each request to AWS with status and time, and nothing secret', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    // With an ID nothing is asked for in vain, and given up.
    const end = await deployStep(
      aws,
      { application: 'shop001' },
      { env: { ...jobEnvironment(aws), RUNNER_DEBUG: '1' } },
    )

    const told = end.log.flatMap((line) => /^::debug::(\w+: \d+) in \d+ ms/.exec(line)?.slice(1) ?? [])
    const sent = (await aws.requests()).map(({ operation, status }) => `${operation}: ${status}`)
    expect(sent).toContain('StartDeployment: 201')
    expect([...told].sort()).toEqual([...sent].sort())
    expect(end.log.join('\n')).not.toContain(CREDENTIALS.accessKeyId)
  })

  test('is the only one that does', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    const end = await deployStep(aws)
    expect(end.log.filter((line) => line.startsWith('::debug::'))).toEqual([])
  })
})

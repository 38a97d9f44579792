import { ListEnvironmentsCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { createEnvironment } from '../../src/aws/create-environment.js'
import { MONITOR } from '../simulated-aws.js'
import { failureKindOf, virtualRun } from './virtual-run.js'

const WANTED = {
  applicationId: 'shop001',
  name: 'pr-12',
  description: '',
  monitors: [MONITOR],
  tags: { team: 'web' },
}

describe('an environment', () => {
  test('that two runs make at once is one, and one of them made it', async () => {
    await using run = await virtualRun()
    const create = () => createEnvironment(run.aws, WANTED)

    const both = await Promise.all([create(), create()])

    expect(both.map(({ created }) => created).sort()).toEqual([false, true])
    expect(both[0].environment).toEqual(both[1].environment)
    expect(await run.service.requests('CreateEnvironment')).toHaveLength(2)
    const { Items } = await run.service.client.send(new ListEnvironmentsCommand({ ApplicationId: 'shop001' }))
    expect(Items?.map(({ Name }) => Name)).toEqual(['production', 'staging', 'pr-12'])
  })

  test('that the last free place of the quota went to, by another run, is found all the same', async () => {
    await using run = await virtualRun()
    await run.service.fault({
      operation: 'CreateEnvironment',
      fault: 'status',
      status: 402,
      error: 'ServiceQuotaExceededException',
      skip: 1,
    })
    const create = () => createEnvironment(run.aws, WANTED)

    const first = await create()
    const second = await create()

    expect(first.created).toBe(true)
    expect(second).toEqual({ environment: first.environment, created: false })
  })

  test.each([
    [403, 'AccessDeniedException', 'access-denied', 1],
    [400, 'BadRequestException', 'bad-request', 1],
    [402, 'ServiceQuotaExceededException', 'quota-exceeded', 1],
    [500, 'InternalServerException', 'server-error', 5],
  ])(
    'that AWS refuses with %i %s is asked for no more often than it may help',
    async (status, error, kind, times) => {
      await using run = await virtualRun()
      await run.service.fault({ operation: 'CreateEnvironment', fault: 'status', status, error, times: 99 })

      expect(await failureKindOf(createEnvironment(run.aws, WANTED))).toBe(kind)
      expect(await run.service.requests('CreateEnvironment')).toHaveLength(times)
    },
  )
})

import { expect } from '@jest/globals'
import { CreateApplicationCommand, ListApplicationsCommand } from '@aws-sdk/client-appconfig'
import type { RecordedRequest } from '../../simulator/recording.js'
import { contractAccount, refusal, testLocally as test } from './account.js'

const account = contractAccount()
const NAME = 'faulty'

const fault = (request: object) => account.control('faults', { operation: 'CreateApplication', ...request })
const create = (signal?: AbortSignal) =>
  account.client.send(new CreateApplicationCommand({ Name: NAME }), signal ? { abortSignal: signal } : {})
const exists = async () => {
  const { Items = [] } = await account.client.send(new ListApplicationsCommand({}))
  return Items.some(({ Name }) => Name === NAME)
}
const recorded = async () => (await account.control('requests')).body as RecordedRequest[]
const recordedStatus = async () => (await recorded())[0]?.status

test.each([
  [429, 'TooManyRequestsException'],
  [403, 'AccessDeniedException'],
  [500, 'InternalServerException'],
])('status %d is %s and nothing is done', async (status, name) => {
  await fault({ fault: 'status', status })
  expect((await refusal(create())).name).toBe(name)
  expect(await exists()).toBe(false)
  expect(await recordedStatus()).toBe(status)
})

test('error overrides the name', async () => {
  await fault({ fault: 'status', status: 400, error: 'ThrottlingException' })
  expect((await refusal(create())).name).toBe('ThrottlingException')
})

test.each([
  ['reset-before', false],
  ['reset-after', true],
])('%s cuts the connection; done: %s', async (kind, done) => {
  await fault({ fault: kind })
  expect((await refusal(create())).message).toMatch(/ECONNRESET|socket hang up/)
  expect(await exists()).toBe(done)
  expect(await recordedStatus()).toBeNull()
})

test.each([
  ['hang', false],
  ['hang-after', true],
])('%s never answers; done: %s', async (kind, done) => {
  await fault({ fault: kind })
  expect((await refusal(create(AbortSignal.timeout(200)))).name).toBe('AbortError')
  expect(await exists()).toBe(done)
  expect(await recordedStatus()).toBeNull()
})

test('late cuts the connection and is carried out afterwards', async () => {
  await fault({ fault: 'late', ms: 150 })
  expect((await refusal(create())).message).toMatch(/ECONNRESET|socket hang up/)
  expect(await exists()).toBe(false)
  while (!(await exists())) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(await recordedStatus()).toBeNull()
})

test('faults that nothing met can be taken back', async () => {
  await fault({ fault: 'reset-before' })
  expect((await fetch(`${account.url}/_simulator/faults`, { method: 'DELETE' })).status).toBe(200)
  expect((await create()).Name).toBe(NAME)
})

test('slow answers late', async () => {
  await fault({ fault: 'slow', ms: 300 })
  const began = performance.now()
  expect((await create()).Name).toBe(NAME)
  expect(performance.now() - began).toBeGreaterThanOrEqual(290)
})

test('truncate does it and sends half of the body', async () => {
  await fault({ fault: 'truncate' })
  const response = await fetch(`${account.url}/applications`, {
    method: 'POST',
    headers: { authorization: 'x' },
    body: JSON.stringify({ Name: NAME }),
  })
  expect(response.status).toBe(201)
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10)
  await expect(response.text()).rejects.toThrow()
  expect(await exists()).toBe(true)
})

test('skip and times count the requests of the operation only, each fault for itself', async () => {
  const list = async () => {
    try {
      return (await account.client.send(new ListApplicationsCommand({}))).$metadata.httpStatusCode
    } catch (error) {
      return (error as { $metadata: { httpStatusCode?: number } }).$metadata.httpStatusCode
    }
  }
  await fault({ operation: 'ListApplications', fault: 'status', status: 500, skip: 1, times: 2 })
  await fault({ operation: 'ListApplications', fault: 'status', status: 429, skip: 4 })
  await create()
  const seen: (number | undefined)[] = []
  for (let request = 0; request < 6; request += 1) seen.push(await list())
  expect(seen).toEqual([200, 500, 500, 200, 429, 200])
})

test('* is any operation', async () => {
  await fault({ operation: '*', fault: 'status', status: 503 })
  expect((await refusal(create())).name).toBe('ServiceUnavailableException')
  expect((await create()).Name).toBe(NAME)
})

import { expect } from '@jest/globals'
import { CreateApplicationCommand, ListApplicationsCommand } from '@aws-sdk/client-appconfig'
import { contractAccount, testLocally as test } from './account.js'

const account = contractAccount()

test.each([
  ['faults', { operation: 'Nothing', fault: 'hang' }, 'operation: there is no operation Nothing'],
  ['faults', { operation: 'GetDeployment', fault: 'status' }, 'status: a status fault needs one'],
  ['faults', { operation: 'GetDeployment', fault: 'slow' }, 'ms: a slow fault needs it'],
  ['faults', { operation: 'GetDeployment', fault: 'late' }, 'ms: a late fault needs it'],
  ['faults', { operation: '*', fault: 'explode' }, 'fault: must be equal to one of the allowed values'],
  ['faults', { operation: '*', fault: 'hang', time: 2 }, 'must NOT have additional properties ("time")'],
  ['alarms', { State: 'LOUD' }, "body: must have required property 'AlarmArn'; State: must be equal"],
  ['keys', { KeyId: 'k', Alias: 'appconfig', State: 'Enabled' }, 'Alias: must match pattern "^alias/.+"'],
  ['extension-failures', { Uri: 'u' }, "must have required property 'ErrorCode'"],
])('a malformed request to %s is refused with what is wrong: %j', async (path, request, message) => {
  const refused = await account.control(path, request)
  expect(refused.status).toBe(400)
  expect((refused.body as { message: string }).message).toContain(message)
})

test('what is not JSON, and what is not there', async () => {
  const text = await fetch(`${account.url}/_simulator/faults`, { method: 'POST', body: '{' })
  expect([text.status, await text.json()]).toEqual([400, { message: 'The body is not valid JSON' }])
  expect((await account.control('nothing')).status).toBe(404)
})

test('recorded requests can be forgotten without a reset', async () => {
  await account.client.send(new CreateApplicationCommand({ Name: 'kept' }))
  await fetch(`${account.url}/_simulator/requests`, { method: 'DELETE' })
  expect((await account.control('requests')).body).toEqual([])
  const { Items = [] } = await account.client.send(new ListApplicationsCommand({}))
  expect(Items.map(({ Name }) => Name)).toContain('kept')
})

test('reset goes back to the seed and forgets requests and faults', async () => {
  await account.client.send(new CreateApplicationCommand({ Name: 'gone' }))
  await account.control('faults', { operation: 'ListApplications', fault: 'status', status: 500 })
  expect((await account.control('reset', {})).status).toBe(200)
  expect((await account.control('requests')).body).toEqual([])
  const { Items = [] } = await account.client.send(new ListApplicationsCommand({}))
  expect(Items.map(({ Name }) => Name)).toEqual(['shop'])
})

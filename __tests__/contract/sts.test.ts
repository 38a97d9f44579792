import { expect } from '@jest/globals'
import { contractAccount, testLocally as test } from './account.js'

const account = contractAccount()
const ASKED = {
  Action: 'AssumeRoleWithWebIdentity',
  Version: '2011-06-15',
  RoleArn: 'arn:aws:iam::123456789012:role/deploy',
  RoleSessionName: 'session',
  WebIdentityToken: 'token',
}

const assume = async (form: Record<string, string>) => {
  const response = await fetch(account.url, { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, type: response.headers.get('content-type'), xml: await response.text() }
}

test('credentials that expire when they were asked to, others each time', async () => {
  const { status, type, xml } = await assume({ ...ASKED, DurationSeconds: '900' })
  expect([status, type]).toEqual([200, 'text/xml'])
  expect(xml).toContain('<Expiration>2026-01-01T00:15:00.000Z</Expiration>')
  const keyId = (answer: string) => /<AccessKeyId>(\w{16,})<\/AccessKeyId>/.exec(answer)?.[1]
  expect(keyId(xml)).toBeDefined()
  expect(xml).toMatch(/<SecretAccessKey>.+<\/SecretAccessKey>\s*<SessionToken>.+<\/SessionToken>/)
  expect(keyId((await assume(ASKED)).xml)).not.toBe(keyId(xml))
})

test.each(['RoleArn', 'WebIdentityToken'])('%s is required', async (name) => {
  const { status, xml } = await assume({ ...ASKED, [name]: '' })
  expect(status).toBe(400)
  expect(xml).toContain('<Code>ValidationError</Code>')
})

test('the caller is of the account', async () => {
  const { status, xml } = await assume({ Action: 'GetCallerIdentity', Version: '2011-06-15' })
  expect(status).toBe(200)
  expect(xml).toContain('<Account>123456789012</Account>')
})

test('another action is InvalidAction', async () => {
  expect((await assume({ Action: 'GetFederationToken' })).xml).toContain('<Code>InvalidAction</Code>')
})

test('it is recorded, and suffers faults in its own form', async () => {
  const fault = { operation: 'AssumeRoleWithWebIdentity', fault: 'status', status: 403 }
  await account.control('faults', fault)
  const { status, xml } = await assume(ASKED)
  expect(status).toBe(403)
  expect(xml).toContain('<Code>AccessDeniedException</Code>')
  const { body } = await account.control('requests')
  expect(body).toMatchObject([{ operation: 'AssumeRoleWithWebIdentity', path: '/', status: 403 }])
})

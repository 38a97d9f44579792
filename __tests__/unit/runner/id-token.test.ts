import { afterEach, expect, test } from '@jest/globals'
import { idToken } from '../../../src/runner/id-token.js'
import { tokenServer } from '../../bundle/token-server.js'

const NAMES = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'] as const

afterEach(() => {
  for (const name of NAMES) Reflect.deleteProperty(process.env, name)
})

test('a token is asked for by its audience', async () => {
  await using server = await tokenServer()
  Object.assign(process.env, server.env)
  const token = await idToken('sts.amazonaws.com', new AbortController().signal)
  expect(token).toBe(server.tokens[0])
  expect(server.requests).toMatchObject([{ audience: 'sts.amazonaws.com' }])
})

test('a cancel ends the wait for a token', async () => {
  const cancel = new AbortController()
  await using server = await tokenServer(() => {
    cancel.abort()
    return true
  })
  Object.assign(process.env, server.env)
  await expect(idToken('sts.amazonaws.com', cancel.signal)).rejects.toThrow(/token/)
})

test('after a cancel a token that comes at once still counts', async () => {
  await using server = await tokenServer()
  Object.assign(process.env, server.env)
  const token = await idToken('sts.amazonaws.com', AbortSignal.abort())
  expect(token).toBe(server.tokens[0])
})

test('a job without the permission is told which', async () => {
  await expect(idToken('sts.amazonaws.com', new AbortController().signal)).rejects.toThrow(/id-token: write/)
})

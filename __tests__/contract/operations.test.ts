import { expect } from '@jest/globals'
import { operationRoutes } from '../../simulator/operations.js'
import { contractAccount, testLocally as test } from './account.js'

const account = contractAccount()

const LEFT_OUT = (name: string) => LEFT_OUT_NAMES.has(name)
const LEFT_OUT_NAMES = new Set([
  'CreateExperimentDefinition',
  'GetConfiguration',
  'GetExperimentRun',
  'ListExperimentRunEvents',
  'StartExperimentRun',
  'StopExperimentRun',
  'UpdateExperimentDefinition',
  'UpdateExperimentRun',
])

test("the SDK's schemas have the 48 operations that are served, and no others than those left out", () => {
  const served = operationRoutes().filter(({ name }) => !LEFT_OUT(name))
  expect(served).toHaveLength(48)
})

test.each(operationRoutes().map((route) => [route.name, route] as const))('%s', async (name, route) => {
  const path = route.path.replaceAll(/\{\w+\}/g, 'nothing')
  const response = await fetch(account.url + path, {
    method: route.method,
    headers: { authorization: 'AWS4 x' },
  })
  const error = response.headers.get('x-amzn-errortype')
  const { body } = await account.control('requests')
  if (LEFT_OUT(name)) {
    expect(error).toBe('UnknownOperationException:')
    expect(body).toMatchObject([{ operation: null, status: 404 }])
  } else {
    expect(error).not.toBe('UnknownOperationException:')
    expect(error).not.toBe('InternalServerException:')
    expect(body).toMatchObject([{ operation: name, status: response.status }])
  }
})

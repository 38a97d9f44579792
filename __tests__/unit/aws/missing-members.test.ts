import { expect, test } from '@jest/globals'
import { toDeployment } from '../../../src/aws/deployments.js'
import { requestLine } from '../../../src/report/log/request-line.js'

const ADDRESS = { applicationId: 'app', environmentId: 'env', number: 7 }

test('an answer without members is a deployment of the address that was asked for', () => {
  expect(toDeployment({}, ADDRESS)).toEqual({
    applicationId: 'app',
    environmentId: 'env',
    number: 7,
    configurationProfileId: '',
    deploymentStrategyId: '',
    configurationName: '',
    configurationVersion: '',
    description: '',
    strategy: expect.any(Object),
    state: expect.any(String),
    percentageComplete: 0,
    events: [],
    appliedExtensions: [],
  })
})

test('an event and an applied extension without members are taken as they come', () => {
  const deployment = toDeployment(
    { EventLog: [{}, { ActionInvocations: [{}] }], AppliedExtensions: [{}] },
    ADDRESS,
  )
  expect(deployment.events).toEqual([
    { type: 'UNKNOWN', triggeredBy: '', description: '', invocations: [{}] },
    { type: 'UNKNOWN', triggeredBy: '', description: '', invocations: [] },
  ])
  expect(deployment.appliedExtensions).toEqual([{ extensionId: '', parameters: {} }])
})

test.each([
  [
    { operation: 'GetDeployment', status: 200, requestId: 'id', ms: 33.7 },
    'GetDeployment: 200 in 34 ms (request id)',
  ],
  [
    { operation: 'GetDeployment', error: 'TimeoutError', ms: 5 },
    'GetDeployment: no answer (TimeoutError) in 5 ms',
  ],
  [{ operation: 'GetDeployment', ms: 5 }, 'GetDeployment: no answer in 5 ms'],
])('%j', (request, line) => {
  expect(requestLine(request)).toBe(line)
})

import { expect } from '@jest/globals'
import {
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  GetApplicationCommand,
  StartDeploymentCommand,
  UpdateApplicationCommand,
  UpdateExtensionCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, PRODUCTION, refusal, START, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/appconfig/aws4_request, SignedHeaders=host, Signature=abc'

const raw = (
  path: string,
  request: { method?: string; body?: string; headers?: Record<string, string> } = {},
) => fetch(account.url + path, { ...request, headers: { authorization: AUTHORIZATION, ...request.headers } })

test('an error has its name in a header with a colon, and Message with a capital', async () => {
  const response = await raw('/applications/nothing')
  expect(response.status).toBe(404)
  expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException:')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(await response.json()).toEqual({
    Message: 'Application with Id nothing could not be found for account 123456789012.',
    ResourceName: 'Application',
  })
})

test("the Date header is the simulator's time", async () => {
  account.pass(90)
  const response = await raw('/applications')
  expect(Date.parse(response.headers.get('date') ?? '')).toBe(START + 90 * 60_000)
})

test('204 has no body', async () => {
  const Id = await account.application()
  const response = await raw(`/applications/${Id}`, { method: 'DELETE' })
  expect(response.status).toBe(204)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.text()).toBe('')
})

test('the misspelt route of DeleteDeploymentStrategy is the one that works', async () => {
  expect((await raw('/deployementstrategies/steps01', { method: 'DELETE' })).status).toBe(204)
})

test('a request without Authorization is refused', async () => {
  const response = await fetch(`${account.url}/applications`)
  expect(response.status).toBe(403)
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException:')
})

test('a body that is not JSON is a SerializationException', async () => {
  const response = await raw('/applications', { method: 'POST', body: '{' })
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([
    400,
    'SerializationException:',
  ])
})

test('nulls are taken as absent, unset members are left out of the answer', async () => {
  const body = JSON.stringify({ Name: 'with-null', Description: null })
  const response = await raw('/applications', { method: 'POST', body })
  const created = (await response.json()) as object
  expect(response.status).toBe(201)
  expect(Object.keys(created)).toEqual(['Id', 'Name'])
})

test('an empty description is echoed by create and update, and omitted by get', async () => {
  const { client } = account
  const created = await client.send(new CreateApplicationCommand({ Name: 'echo', Description: '' }))
  expect(created.Description).toBe('')
  const ApplicationId = created.Id
  expect((await client.send(new GetApplicationCommand({ ApplicationId }))).Description).toBeUndefined()
  const updated = await client.send(new UpdateApplicationCommand({ ApplicationId, Description: '' }))
  expect(updated.Description).toBe('')
})

const STRATEGY = { Name: 'x', DeploymentDurationInMinutes: 1, GrowthFactor: 10 }
const DETECTED = '1 validation error detected: '

test.each([
  ['required', { ...STRATEGY, Name: undefined }, "Value null at 'name'", 'Member must not be null'],
  [
    'length',
    { ...STRATEGY, Name: 'n'.repeat(65) },
    `Value '${'n'.repeat(65)}' at 'name'`,
    'Member must have length less than or equal to 64',
  ],
  [
    'range',
    { ...STRATEGY, DeploymentDurationInMinutes: 1441 },
    "Value '1441' at 'deploymentDurationInMinutes'",
    'Member must have value less than or equal to 1440',
  ],
  [
    'enum',
    { ...STRATEGY, GrowthType: 'CUBIC' as 'LINEAR' },
    "Value 'CUBIC' at 'growthType'",
    'Member must satisfy enum value set: [LINEAR, EXPONENTIAL]',
  ],
])('a broken %s', async (_, request, value, constraint) => {
  const refused = await refusal(account.client.send(new CreateDeploymentStrategyCommand(request)))
  expect(refused).toEqual({
    name: 'BadRequestException',
    message: `${DETECTED}${value} failed to satisfy constraint: ${constraint}`,
  })
})

test('a broken pattern, an empty map and several errors', async () => {
  const strategy = { ...PRODUCTION, ...STEPS, DeploymentStrategyId: 'No Strategy' }
  expect((await refusal(account.client.send(new StartDeploymentCommand(strategy)))).message).toBe(
    `${DETECTED}Value 'No Strategy' at 'deploymentStrategyId' failed to satisfy constraint: Member must satisfy regular expression pattern: (^[a-z0-9]{4,7}$|^AppConfig\\.[A-Za-z0-9]{9,40}$)`,
  )
  const empty = new UpdateExtensionCommand({ ExtensionIdentifier: 'any', Actions: {} })
  expect((await refusal(account.client.send(empty))).message).toBe(
    `${DETECTED}Value '{}' at 'actions' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  )
  const two = new CreateConfigurationProfileCommand({
    ApplicationId: 'shop',
    Name: '',
    LocationUri: 'hosted',
    Validators: [{ Type: 'XML' as 'LAMBDA', Content: '' }],
  })
  expect((await refusal(account.client.send(two))).message).toMatch(
    /^2 validation errors detected: Value '' at 'name' .*; Value 'XML' at 'validators\.1\.member\.type' /,
  )
})

test('requests are recorded without credentials', async () => {
  await raw('/applications?max_results=2', { headers: { 'x-amz-security-token': 'secret' } })
  const { body } = await account.control('requests')
  expect(body).toEqual([
    expect.objectContaining({
      at: START,
      operation: 'ListApplications',
      method: 'GET',
      path: '/applications',
      query: { max_results: '2' },
      body: null,
      status: 200,
    }),
  ])
  expect(JSON.stringify(body)).not.toMatch(/AKIDEXAMPLE|Signature|secret/)
  expect(JSON.stringify(body)).toContain('"authorization":"20260101/us-east-1/appconfig/aws4_request"')
})

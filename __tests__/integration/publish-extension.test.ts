import { describe, expect, test } from '@jest/globals'
import {
  CreateExtensionCommand,
  type Extension,
  GetExtensionCommand,
  ListExtensionsCommand,
} from '@aws-sdk/client-appconfig'
import type { Fault } from '../../simulator/faults.js'
import { publishExtensionVersion } from '../../src/aws/extension-version.js'
import type { TaggedExtensionDefinition } from '../../src/inputs/values/extension-definition.js'
import { parseExtensionDefinition } from '../../src/inputs/values/extension-definition.js'
import { failureKindOf, virtualRun, type VirtualRun } from './virtual-run.js'

function definition(topic: string): TaggedExtensionDefinition {
  const parsed = parseExtensionDefinition(`
    Name: notify
    Description: Tells a topic
    Actions:
      ON_DEPLOYMENT_COMPLETE: [{ Name: tell, Uri: "arn:aws:sns:us-east-1:123456789012:${topic}" }]
      ON_DEPLOYMENT_START: [{ Name: tell, Uri: "arn:aws:sns:us-east-1:123456789012:${topic}" }]
    Parameters:
      channel: { Description: Where to, Required: true }
      tone: { Dynamic: true }
    Tags: { team: release }
  `)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  return parsed.value
}

const publish = (run: VirtualRun, topic = 'releases') => publishExtensionVersion(run.aws, definition(topic))

/** What another run publishes under the same name. */
async function publishByAnother({ service }: VirtualRun, topic: string, latest?: number): Promise<void> {
  await service.client.send(
    new CreateExtensionCommand({
      Name: 'notify',
      Actions: {
        ON_DEPLOYMENT_BAKING: [{ Name: 'other', Uri: `arn:aws:sns:us-east-1:123456789012:${topic}` }],
      },
      ...(latest === undefined ? {} : { LatestVersionNumber: latest }),
    }),
  )
}

/** The newest version that AWS has of the extension. */
async function newestOf({ service }: VirtualRun): Promise<Extension> {
  const list = await service.client.send(new ListExtensionsCommand({ Name: 'notify' }))
  const id = list.Items?.find(({ Name }) => Name === 'notify')?.Id
  return service.client.send(new GetExtensionCommand({ ExtensionIdentifier: id }))
}

describe('an extension', () => {
  test('with a new name becomes version 1, with all that its definition says', async () => {
    await using run = await virtualRun()

    const published = await publish(run)

    expect(published).toMatchObject({
      version: 1,
      reused: false,
      definition: definition('releases').definition,
    })
    expect(published.arn).toBe(`arn:aws:appconfig:us-east-1:123456789012:extension/${published.id}/1`)
    const [request] = await run.service.requests('CreateExtension')
    expect(request?.headers).not.toHaveProperty('latest-version-number')
    expect(request?.body).toEqual({
      Name: 'notify',
      Description: 'Tells a topic',
      Actions: {
        ON_DEPLOYMENT_COMPLETE: [{ Name: 'tell', Uri: 'arn:aws:sns:us-east-1:123456789012:releases' }],
        ON_DEPLOYMENT_START: [{ Name: 'tell', Uri: 'arn:aws:sns:us-east-1:123456789012:releases' }],
      },
      Parameters: {
        channel: { Description: 'Where to', Required: true, Dynamic: false },
        tone: { Required: false, Dynamic: true },
      },
      Tags: { team: 'release' },
    })
  })

  test('with the definition of the newest version is reused', async () => {
    await using run = await virtualRun()
    const first = await publish(run)

    expect(await publish(run)).toEqual({ ...first, reused: true })
    expect(await run.service.requests('CreateExtension')).toHaveLength(1)
  })

  test('with a changed definition becomes version 2', async () => {
    await using run = await virtualRun()
    const first = await publish(run)

    const second = await publish(run, 'incidents')

    expect(second).toMatchObject({ id: first.id, version: 2, reused: false })
    const [, request] = await run.service.requests('CreateExtension')
    expect(request?.headers['latest-version-number']).toBe('1')
    expect(await newestOf(run)).toMatchObject({ VersionNumber: 2 })
  })

  test('with the definition of an older version becomes a new version', async () => {
    await using run = await virtualRun()
    await publish(run)
    await publish(run, 'incidents')

    expect(await publish(run)).toMatchObject({ version: 3, reused: false })
  })
})

describe('exactly one version is published although the request', () => {
  test.each<[string, Pick<Fault, 'fault'> & Partial<Fault>]>([
    ['is carried out and its answer lost', { fault: 'reset-after' }],
    ['is carried out and its answer cut', { fault: 'truncate' }],
    ['does not arrive', { fault: 'reset-before', times: 2 }],
    ['meets a server error', { fault: 'status', status: 500, times: 2 }],
    ['is throttled', { fault: 'status', status: 429, times: 3 }],
  ])('%s', async (_, fault) => {
    await using run = await virtualRun()
    await publish(run)
    await run.service.fault({ operation: 'CreateExtension', ...fault })

    expect(await publish(run, 'incidents')).toMatchObject({ version: 2, reused: false })
    expect(await newestOf(run)).toMatchObject({ VersionNumber: 2 })
  })

  test('is the first of its name and its answer is lost', async () => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'CreateExtension', fault: 'reset-after' })

    expect(await publish(run)).toMatchObject({ version: 1, reused: false })
    expect(await newestOf(run)).toMatchObject({ VersionNumber: 1 })
    expect(await run.service.requests('CreateExtension')).toHaveLength(1)
  })
})

describe('another run', () => {
  test('that publishes in between only moves the number on', async () => {
    await using run = await virtualRun()
    await publish(run)
    await run.service.fault({ operation: 'CreateExtension', fault: 'status', status: 500 })
    // While this run waits after the failure.
    run.at(1, () => publishByAnother(run, 'elsewhere', 1))

    expect(await publish(run, 'incidents')).toMatchObject({ version: 3, reused: false })
    expect(await newestOf(run)).toMatchObject({ VersionNumber: 3 })
    const sent = (await run.service.requests('CreateExtension')).map(({ headers, status }) => [
      headers['latest-version-number'],
      status,
    ])
    expect(sent).toEqual([
      [undefined, 201],
      ['1', 500],
      ['1', 201],
      ['1', 409],
      ['2', 201],
    ])
  })

  test('that takes the name in between is no obstacle', async () => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'CreateExtension', fault: 'status', status: 500 })
    run.at(1, () => publishByAnother(run, 'elsewhere'))

    expect(await publish(run)).toMatchObject({ version: 2, reused: false })
  })
})

describe('an extension that AWS refuses', () => {
  test.each([
    ['access-denied', 403],
    ['bad-request', 400],
    ['quota-exceeded', 402],
  ])('with %s is not sent again', async (kind, status) => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'CreateExtension', fault: 'status', status, times: 9 })

    expect(await failureKindOf(publish(run))).toBe(kind)
    expect(await run.service.requests('CreateExtension')).toHaveLength(1)
  })

  test('with server errors for ever is given up', async () => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'CreateExtension', fault: 'status', status: 500, times: 99 })

    expect(await failureKindOf(publish(run))).toBe('server-error')
    expect(await run.service.requests('CreateExtension')).toHaveLength(5)
  })
})

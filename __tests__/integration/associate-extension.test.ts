import { describe, expect, test } from '@jest/globals'
import {
  CreateExtensionAssociationCommand,
  GetExtensionAssociationCommand,
  ListExtensionAssociationsCommand,
} from '@aws-sdk/client-appconfig'
import type { Fault } from '../../simulator/faults.js'
import { associateExtension } from '../../src/aws/extension-association.js'
import { type PublishedExtension, publishExtensionVersion } from '../../src/aws/extension-version.js'
import { InputError } from '../../src/inputs/input-error.js'
import type { ExtensionParameter } from '../../src/inputs/values/extension-definition.js'
import { failureKindOf, virtualRun, type VirtualRun } from './virtual-run.js'

const RESOURCE = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/prod001'
const OTHER_RESOURCE = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001'
const OPTIONAL: ExtensionParameter = { description: '', required: false, dynamic: false }
const REQUIRED: ExtensionParameter = { description: '', required: true, dynamic: false }
const CHANNEL = { channel: OPTIONAL }

/** Publishes the next version of the extension: each has another topic. */
function publish(
  run: VirtualRun,
  topic: string,
  parameters: Readonly<Record<string, ExtensionParameter>> = CHANNEL,
): Promise<PublishedExtension> {
  const uri = `arn:aws:sns:us-east-1:123456789012:${topic}`
  const tell = { name: 'tell', description: '', uri, roleArn: '' }
  const definition = { name: 'notify', description: '', actions: { ON_DEPLOYMENT_START: tell }, parameters }
  return publishExtensionVersion(run.aws, { definition, tags: {} })
}

const associate = (
  run: VirtualRun,
  extension: PublishedExtension,
  parameters?: Readonly<Record<string, string>>,
  resource = RESOURCE,
) => associateExtension(run.aws, extension, resource, parameters)

async function associateByAnother({ service }: VirtualRun, extension: PublishedExtension): Promise<void> {
  await service.client.send(
    new CreateExtensionAssociationCommand({
      ExtensionIdentifier: extension.id,
      ExtensionVersionNumber: extension.version,
      ResourceIdentifier: RESOURCE,
    }),
  )
}

/** The versions and parameters of the resource's associations, as AWS has them. */
async function associationsOf({ service }: VirtualRun, resource = RESOURCE): Promise<readonly object[]> {
  const list = await service.client.send(
    new ListExtensionAssociationsCommand({ ResourceIdentifier: resource }),
  )
  return Promise.all(
    (list.Items ?? []).map(async ({ Id }) => {
      const answer = await service.client.send(
        new GetExtensionAssociationCommand({ ExtensionAssociationId: Id }),
      )
      return { version: answer.ExtensionVersionNumber, parameters: answer.Parameters ?? {} }
    }),
  )
}

describe('an association', () => {
  test('is made where there is none', async () => {
    await using run = await virtualRun()
    const extension = await publish(run, 'one')

    const outcome = await associate(run, extension, { channel: 'releases' })

    expect(outcome).toMatchObject({ step: 'create', resourceArn: RESOURCE, replacedVersions: [] })
    expect(await associationsOf(run)).toEqual([{ version: 1, parameters: { channel: 'releases' } }])
  })

  test('with the same version and parameters is kept', async () => {
    await using run = await virtualRun()
    const extension = await publish(run, 'one')
    const { id } = await associate(run, extension, { channel: 'releases' })

    expect(await associate(run, extension, { channel: 'releases' })).toMatchObject({ id, step: 'keep' })
    expect(await associate(run, extension)).toMatchObject({ id, step: 'keep' })
    expect(await run.service.requests('CreateExtensionAssociation')).toHaveLength(1)
  })

  test('gets new parameters in its place', async () => {
    await using run = await virtualRun()
    const extension = await publish(run, 'one')
    const { id } = await associate(run, extension, { channel: 'releases' })

    expect(await associate(run, extension, { channel: 'incidents' })).toMatchObject({
      id,
      step: 'update-parameters',
    })
    expect(await associationsOf(run)).toEqual([{ version: 1, parameters: { channel: 'incidents' } }])
  })

  test('with an older version is replaced, and its parameters are carried over', async () => {
    await using run = await virtualRun()
    await associate(run, await publish(run, 'one'), { channel: 'releases' })

    const outcome = await associate(run, await publish(run, 'two'))

    expect(outcome).toMatchObject({ step: 'create', replacedVersions: [1] })
    expect(await associationsOf(run)).toEqual([{ version: 2, parameters: { channel: 'releases' } }])
  })

  test('with an older version is replaced, and given parameters are taken', async () => {
    await using run = await virtualRun()
    await associate(run, await publish(run, 'one'), { channel: 'releases' })

    await associate(run, await publish(run, 'two'), { channel: 'incidents' })

    expect(await associationsOf(run)).toEqual([{ version: 2, parameters: { channel: 'incidents' } }])
  })

  test('does not carry over a parameter that the version does not have any more', async () => {
    await using run = await virtualRun()
    await associate(run, await publish(run, 'one', { channel: OPTIONAL, tone: OPTIONAL }), {
      channel: 'releases',
      tone: 'calm',
    })

    await associate(run, await publish(run, 'two'))

    expect(await associationsOf(run)).toEqual([{ version: 2, parameters: { channel: 'releases' } }])
  })

  test('takes the place of several with older versions', async () => {
    await using run = await virtualRun()
    await associateByAnother(run, await publish(run, 'one'))
    await associateByAnother(run, await publish(run, 'two'))

    const outcome = await associate(run, await publish(run, 'three'))

    expect([...outcome.replacedVersions].sort()).toEqual([1, 2])
    expect(await associationsOf(run)).toEqual([{ version: 3, parameters: {} }])
  })

  test('leaves the associations of other resources alone', async () => {
    await using run = await virtualRun()
    await associate(run, await publish(run, 'one'), {}, OTHER_RESOURCE)

    await associate(run, await publish(run, 'two'))

    expect(await associationsOf(run, OTHER_RESOURCE)).toEqual([{ version: 1, parameters: {} }])
  })

  test('exists before the one that it replaces goes', async () => {
    await using run = await virtualRun()
    await associate(run, await publish(run, 'one'))

    await associate(run, await publish(run, 'two'))

    const changes = (await run.service.requests()).flatMap(({ operation }) =>
      operation !== null && /^(Create|Delete)ExtensionAssociation$/.test(operation) ? [operation] : [],
    )
    expect(changes).toEqual([
      'CreateExtensionAssociation',
      'CreateExtensionAssociation',
      'DeleteExtensionAssociation',
    ])
  })

  test('without a parameter that is required is refused before anything is changed', async () => {
    await using run = await virtualRun()
    const extension = await publish(run, 'one', { channel: REQUIRED })

    await expect(associate(run, extension)).rejects.toThrow(
      new InputError(['extension-parameters lacks channel, which extension notify requires']),
    )
    expect(await run.service.requests('CreateExtensionAssociation')).toHaveLength(0)
  })

  test('without permission is not tried again', async () => {
    await using run = await virtualRun()
    const extension = await publish(run, 'one')
    await run.service.fault({
      operation: 'CreateExtensionAssociation',
      fault: 'status',
      status: 403,
      times: 9,
    })

    expect(await failureKindOf(associate(run, extension))).toBe('access-denied')
    expect(await run.service.requests('CreateExtensionAssociation')).toHaveLength(1)
  })
})

describe('exactly one association stands, and the change is told, although', () => {
  test.each<[string, string, Pick<Fault, 'fault'> & Partial<Fault>]>([
    ['the answer is lost', 'CreateExtensionAssociation', { fault: 'reset-after' }],
    ['the answer is cut', 'CreateExtensionAssociation', { fault: 'truncate' }],
    ['the request does not arrive', 'CreateExtensionAssociation', { fault: 'reset-before', times: 2 }],
    ['the request meets a server error', 'CreateExtensionAssociation', { fault: 'status', status: 500 }],
    ['the request is throttled', 'CreateExtensionAssociation', { fault: 'status', status: 429 }],
    ['the answer of the removal is lost', 'DeleteExtensionAssociation', { fault: 'reset-after' }],
    ['the removal does not arrive', 'DeleteExtensionAssociation', { fault: 'reset-before' }],
    ['another run removes the old one first', 'DeleteExtensionAssociation', { fault: 'status', status: 404 }],
    ['another run removes a listed one', 'GetExtensionAssociation', { fault: 'status', status: 404 }],
  ])('%s', async (_, operation, fault) => {
    await using run = await virtualRun()
    await associate(run, await publish(run, 'one'), { channel: 'releases' })
    const second = await publish(run, 'two')
    await run.service.fault({ operation, ...fault })

    const outcome = await associate(run, second)

    expect(outcome).toMatchObject({ step: 'create', replacedVersions: [1] })
    expect(await associationsOf(run)).toEqual([{ version: 2, parameters: { channel: 'releases' } }])
  })
})

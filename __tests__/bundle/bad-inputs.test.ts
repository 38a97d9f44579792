import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runStep } from '../../scripts/step-runner.js'
import { simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  deployStep,
  INPUTS,
  jobEnvironment,
  MINUTE_MS,
  operationStep,
} from './action-process.js'
import { workspaceWith } from './workspace.js'

describe('bad inputs', () => {
  test('are reported all at once, and nothing is sent', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      operation: 'release',
      application: '',
      'kms-key-identifier': 'alias/aws/s3',
      tags: '[a, b]',
      'wait-for': 'completion',
      timeout: '15',
      'on-timeout': 'cancel',
      'extension-file': 'no/such/file.yml',
      'extension-association': 'profile',
      'dynamic-extension-parameters': 'channel: releases',
    })

    expect(end.exitCode).toBe(1)
    const [message = '', ...others] = annotations(end, 'error')
    expect(others).toEqual([])
    for (const problem of [
      /^- operation is "release"/,
      /^- application is required/,
      /^- kms-key-identifier is "alias\/aws\/s3"/,
      /^- tags is not a map/,
      /^- wait-for is "completion".*complete\?$/,
      /^- timeout is "15".*15m\?$/,
      /^- on-timeout is "cancel".*stop\?$/,
      /^- extension-file "no\/such\/file\.yml" was not found.*actions\/checkout/,
      /^- extension-association is "profile".*configuration-profile\?$/,
      /^- dynamic-extension-parameters has the key "channel"/,
    ]) {
      expect(message.split('\n')).toContainEqual(expect.stringMatching(problem))
    }
    expect(message.split('\n')).toHaveLength(11)
    expect(await aws.requests()).toEqual([])
    expect(end.outputs).toEqual({ changed: 'false' })
    expect(end.summary).toContain('## ❌ Failed before anything was started')
  })

  test('are told by themselves when there is one only', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, { timeout: '0s' })

    expect(annotations(end, 'error')).toEqual([expect.stringMatching(/^timeout is "0s".*168h/)])
    expect(await aws.requests()).toEqual([])
  })

  test.each([
    ['a list', '- 1'],
    ['no map at the top', 'Name'],
    ['no YAML', '{ Name: x'],
    ['an unknown action point', '{Name: x, Actions: {ON_LUNCH: [{Name: a, Uri: b}]}}'],
    [
      'two actions at one point',
      '{Name: x, Actions: {ON_DEPLOYMENT_START: [{Name: a, Uri: b}, {Name: c, Uri: d}]}}',
    ],
  ])('in the definition of an extension (%s) are told before anything is sent', async (_, extension) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, { extension })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([expect.stringMatching(/^extension /)])
    expect(await aws.requests()).toEqual([])
  })
})

describe('an input that would be ignored', () => {
  test.each([
    ['of no operation', { 'kms-key': 'alias/appconfig' }, 'did you mean kms-key-identifier?'],
    ['of another operation', { 'deployment-number': '3' }, 'operation: rollback'],
  ])('(%s) fails the step, and nothing is sent', async (_, inputs, advice) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, inputs)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([expect.stringContaining(advice)])
    expect(await aws.requests()).toEqual([])
  })

  test('(a version that a rollback does not use) fails the step, and nothing is sent', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await operationStep('rollback', aws, { 'configuration-version': '3' })

    expect(annotations(end, 'error')).toEqual([expect.stringContaining('operation: deploy')])
    expect(await aws.requests()).toEqual([])
  })
})

describe('a file that must not be read', () => {
  test.each([
    ['/proc/self/environ', 'outside of the workspace'],
    ['/dev/zero', 'outside of the workspace'],
    ['.git/config', 'below .git'],
  ])('(a link to %s) fails the step, and nothing of it is shown or sent', async (target, words) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    using workspace = workspaceWith({ 'README.md': '' })
    mkdirSync(join(workspace.path, '.git'))
    writeFileSync(join(workspace.path, '.git', 'config'), 'extraheader = s3cr3t')
    symlinkSync(target, join(workspace.path, 'flags.yaml'))
    const file = { 'configuration-version': '', 'configuration-file': 'flags.yaml' }

    const end = await deployStep(aws, file, { workspace: workspace.path })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([expect.stringContaining(words)])
    expect([...end.log, end.summary].join('\n')).not.toMatch(/s3cr3t|AWS_SECRET_ACCESS_KEY/)
    expect(await aws.requests()).toEqual([])
  })
})

describe('a job without', () => {
  test('a region is told what to add', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    const env = { ...jobEnvironment(aws), AWS_REGION: '' }

    const end = await runStep({ env, inputs: INPUTS })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(/^aws-region is required.*configure-aws-credentials/),
    ])
    expect(await aws.requests()).toEqual([])
  })

  test('credentials is told what to add', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    const env = { ...jobEnvironment(aws), AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }

    const end = await runStep({ env, inputs: INPUTS })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^There are no AWS credentials in this job\.\n(.*\n)?.*`permissions: id-token: write`.*aws-actions\/configure-aws-credentials/,
      ),
    ])
    expect(await aws.requests()).toEqual([])
  })
})

import { describe, expect, test } from '@jest/globals'
import { runStep } from '../../scripts/step-runner.js'
import { simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep, INPUTS, jobEnvironment, MINUTE_MS } from './action-process.js'

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
      'operation is "release"; it takes deploy, plan, watch, rollback, remove-environment',
      'application is missing; it takes the name or ID of the AppConfig application',
      'kms-key-identifier is "alias/aws/s3", a key that AWS manages',
      'tags is not a map; it takes YAML lines of the form `name: value`',
      'wait-for is "completion"; it takes complete, deployed, started',
      'timeout is "15"; it takes a duration such as 90s, 15m, 2h or 1h30m',
      'on-timeout is "cancel"; it takes leave, stop',
      'extension-file "no/such/file.yml" can\'t be read: ENOENT',
      'extension-association is "profile"; it takes none, application, environment, configuration-profile',
      'dynamic-extension-parameters has the key "channel", which has to have the form <extension>#<parameter>',
    ]) {
      expect(message).toContain(`\n- ${problem}`)
    }
    expect(message.split('\n')).toHaveLength(11)
    expect(await aws.requests()).toEqual([])
    expect(end.outputs).toEqual({ changed: 'false' })
    expect(end.summary).toContain('## ❌ Failed before anything was started')
  })

  test('are told by themselves when there is one only', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, { timeout: '0s' })

    expect(annotations(end, 'error')).toEqual([
      'timeout is "0s"; it takes a duration of at least 1s and at most 168h',
    ])
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

describe('a job without', () => {
  test('a region is told what to add', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    const env = { ...jobEnvironment(aws), AWS_REGION: '' }

    const end = await runStep({ env, inputs: INPUTS })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      'aws-region is missing, and AWS_REGION is not set; set the input, or run aws-actions/configure-aws-credentials before this step',
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

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AppConfigClient, CreateHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig'
import { startSimulator } from '../simulator/simulator.js'
import { REPOSITORY, runStep, type StepEnd } from './step-runner.js'

/**
 * `npm start`: runs the committed bundle as GitHub's runner would, against a local AppConfig, and shows what a person
 * would see. `-- --rollback` lets an alarm fire half-way; the exit code is the step's.
 */
const { values: flags } = parseArgs({ options: { rollback: { type: 'boolean', default: false } } })
const MINUTE_MS = 1500
const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'
const AWS_ENV = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

const simulator = await startSimulator({ minuteMs: MINUTE_MS })
console.log(`A local AppConfig answers at ${simulator.url}; one of its minutes lasts ${MINUTE_MS / 1000} s.`)
await publishFlags(simulator.url)
console.log('Running dist/index.js as a step of a workflow:\n')
const end = await runStep({
  inputs: {
    operation: 'deploy',
    application: 'shop',
    environment: 'production',
    'configuration-profile': 'flags',
    'deployment-strategy': 'Steps',
    'configuration-version': 'latest',
    'extension-file': 'examples/configuration/release-notifications.yml',
    'extension-association': 'environment',
    'extension-parameters': 'channel: releases',
    'kms-key-identifier': 'alias/appconfig',
  },
  env: {
    ...AWS_ENV,
    AWS_ENDPOINT_URL_APPCONFIG: simulator.url,
    APPCONFIG_DEPLOY_MINUTE: `${MINUTE_MS}ms`,
    GITHUB_ACTOR: 'octocat',
    GITHUB_REPOSITORY: 'octo-org/shop',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
  },
  onLine: (line) => {
    console.log(`  ${line}`)
    if (flags.rollback && line.includes('50.00%')) void raiseAlarm(simulator.url)
  },
})
await simulator.close()
report(end)
process.exitCode = end.exitCode ?? 1

/** A release starts with a new version of the flags. */
async function publishFlags(endpoint: string): Promise<void> {
  const client = new AppConfigClient({
    endpoint,
    region: AWS_ENV.AWS_REGION,
    credentials: { accessKeyId: AWS_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: AWS_ENV.AWS_SECRET_ACCESS_KEY },
  })
  const version = await client.send(
    new CreateHostedConfigurationVersionCommand({
      ApplicationId: 'shop',
      ConfigurationProfileId: 'flags',
      ContentType: 'application/json',
      Content: readFileSync(join(REPOSITORY, 'examples', 'configuration', 'feature-flags.json')),
    }),
  )
  client.destroy()
  console.log(
    `Published examples/configuration/feature-flags.json as version ${version.VersionNumber ?? '?'} of flags.`,
  )
}

async function raiseAlarm(endpoint: string): Promise<void> {
  await fetch(`${endpoint}/_simulator/alarms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ AlarmArn: ALARM, State: 'ALARM' }),
  })
}

function report({ exitCode, outputs, summary }: StepEnd): void {
  console.log('\nOutputs:')
  const width = Math.max(...Object.keys(outputs).map((name) => name.length))
  for (const [name, value] of Object.entries(outputs)) {
    console.log(`  ${name.padEnd(width)}  ${value.length > 110 ? `${value.slice(0, 110)}…` : value}`)
  }
  const folder = join(REPOSITORY, '.tmp')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'summary.md')
  writeFileSync(file, summary)
  console.log(`\nJob summary: ${file}`)
  console.log(`The step ${exitCode === 0 ? 'succeeded' : 'failed'} with exit code ${exitCode ?? 'none'}.`)
}

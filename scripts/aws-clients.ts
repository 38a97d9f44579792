import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from './step-runner.js'

// Dependabot does not see these versions: they are raised by hand.
const AWS_CLI = '1.46.3'
const BOTO3 = '1.44.5'

/** A virtual environment of Python; ignored by git, and gone when `.tmp` is removed. */
const FOLDER = join(REPOSITORY, '.tmp', `aws-cli-${AWS_CLI}-boto3-${BOTO3}`)
const INSTALLED = join(FOLDER, 'installed')

/** Clients of AWS that are not the JavaScript SDK, with the Python that has them. */
export interface AwsClients {
  readonly aws: string
  /** A Python that has boto3. */
  readonly python: string
}

/** The AWS CLI and boto3; undefined where they are not installed. */
export function awsClients(): AwsClients | undefined {
  if (!existsSync(INSTALLED)) return undefined
  return { aws: join(FOLDER, 'bin', 'aws'), python: join(FOLDER, 'bin', 'python') }
}

/** Installs the AWS CLI and boto3 from PyPI, unless they are there. Needs Python 3.10 with venv. */
export function installAwsClients(): void {
  if (existsSync(INSTALLED)) return
  // What an installation left that was cut off.
  rmSync(FOLDER, { recursive: true, force: true })
  run('python3', '-m', 'venv', FOLDER)
  run(
    join(FOLDER, 'bin', 'python'),
    '-m',
    'pip',
    'install',
    '--quiet',
    `awscli==${AWS_CLI}`,
    `boto3==${BOTO3}`,
    `botocore==${BOTO3}`,
  )
  writeFileSync(INSTALLED, '')
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

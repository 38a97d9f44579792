import { cpSync } from 'node:fs'
import { CREDENTIALS } from '../simulated-aws.js'
import type { Ended, Started } from './step-run.js'

type Inputs = Readonly<Record<string, string>>

/** What actions of others do for the steps after them, under the conditions under which they can. */
export function effectOf(uses: string, inputs: Inputs, started: Started): Ended {
  const action = KNOWN.find(({ name }) => uses.startsWith(`${name}@`))
  if (action === undefined) throw new Error(`The interpreter of the examples does not know ${uses}`)
  for (const input of Object.keys(inputs)) {
    if (!action.inputs.includes(input)) throw new Error(`It does not know the input ${input} of ${uses}`)
  }
  action.effect(inputs, started)
  return { success: true, log: [], outputs: {}, summary: '' }
}

interface KnownAction {
  readonly name: string
  readonly inputs: readonly string[]
  readonly effect: (inputs: Inputs, started: Started) => void
}

const KNOWN: readonly KnownAction[] = [
  { name: 'actions/checkout', inputs: ['persist-credentials'], effect: checkOut },
  {
    name: 'aws-actions/configure-aws-credentials',
    inputs: ['role-to-assume', 'aws-region', 'role-duration-seconds'],
    effect: configureCredentials,
  },
]

function checkOut(_: Inputs, { state, surroundings }: Started): void {
  if (!['read', 'write'].includes(state.permissions['contents'] ?? '')) {
    throw new Error('actions/checkout needs permissions: contents: read')
  }
  cpSync(surroundings.repository, state.workspace, { recursive: true })
}

function configureCredentials(inputs: Inputs, { state }: Started): void {
  if (state.permissions['id-token'] !== 'write') {
    throw new Error('aws-actions/configure-aws-credentials needs permissions: id-token: write')
  }
  const { 'role-to-assume': role = '', 'aws-region': region = '' } = inputs
  if (!/^arn:aws:iam::\d{12}:role\/.+/.test(role)) throw new Error(`${role} is no role to assume`)
  if (region === '') throw new Error('aws-actions/configure-aws-credentials needs aws-region')
  const { accessKeyId, secretAccessKey } = CREDENTIALS
  state.env = {
    ...state.env,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: 'of-the-session',
  }
}

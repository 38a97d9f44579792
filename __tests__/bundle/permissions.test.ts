import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { simulatedAws } from '../simulated-aws.js'
import { deployStep, jobEnvironment, MINUTE_MS } from './action-process.js'
import { needlessIn, type Permission, refusedBy, type Statement, statementsOf } from './iam-policy.js'
import { neededPermissions } from './needed-permissions.js'
import { NAMES, type Run, RUNS, SEED } from './permission-runs.js'
import { blocks, policyOf, usesOfDocument } from './permissions-document.js'
import { tokenServer } from './token-server.js'

const README = readFileSync(join(REPOSITORY, 'README.md'), 'utf8')

describe('docs/permissions.md', () => {
  test('has uses that are all tested', () => {
    expect([...usesOfDocument().keys()].sort()).toEqual(Object.keys(RUNS).sort())
  })

  test('uses every one of its policies', () => {
    const used = [...usesOfDocument().values()].flatMap(({ policies }) => policies)
    const trust = ['Trust by names', 'Trust by IDs', 'The key policy']
    expect([...new Set([...used, ...trust])].sort()).toEqual([...blocks().keys()].sort())
  })

  test.each([...usesOfDocument()])('allows what %s needs, and no more', async (use, { policies, isById }) => {
    const statements = policies
      .flatMap((name) => policyOf(name, use))
      .filter(({ sid }) => !(isById && sid.startsWith('FindByName')))
    const needs: Permission[] = []
    for (const run of RUNS[use] ?? []) needs.push(...(await needsOf(run)))

    expect(refusedBy(statements, needs)).toEqual([])
    expect(needlessIn(statements, needs)).toEqual([])
  })
})

test("the README's policy has the actions of Deploy", () => {
  const [, policy = ''] = /## Permissions\n[^]*?```json\n([^]*?)```/.exec(README) ?? []
  const actions = (statements: readonly Statement[]) =>
    statements.flatMap((statement) => statement.actions).sort()
  expect(actions(statementsOf(policy))).toEqual(actions(statementsOf(blocks().get('Deploy') ?? '')))
})

describe('the trust policies', () => {
  test.each([
    ['Trust by names', /^repo:[^@/]+\/[^@/:]+:environment:production$/],
    ['Trust by IDs', /^repo:[^@/]+@[^@/]+\/[^@/]+@[^@/:]+:environment:production$/],
  ])('%s lets in the token that role-to-assume asks for', async (name, sub) => {
    const {
      Statement: [statement],
    } = JSON.parse(blocks().get(name) ?? '') as {
      Statement: { Action: string; Condition: { StringEquals: Record<string, string> } }[]
    }
    const issuer = 'token.actions.githubusercontent.com'
    await using aws = await simulatedAws({ seed: SEED })
    await using github = await tokenServer()

    const role = 'arn:aws:iam::123456789012:role/deploy'
    const env = { ...jobEnvironment(aws), ...github.env }
    await deployStep(aws, { ...NAMES, 'role-to-assume': role }, { env })

    expect(statement?.Action).toBe('sts:AssumeRoleWithWebIdentity')
    expect(await aws.requests('AssumeRoleWithWebIdentity')).toHaveLength(1)
    expect(statement?.Condition.StringEquals).toEqual({
      [`${issuer}:aud`]: github.requests[0]?.audience,
      [`${issuer}:sub`]: expect.stringMatching(sub),
    })
  })
})

test('the key policy allows what the policies of the role do', () => {
  const { Action } = JSON.parse(blocks().get('The key policy') ?? '') as { Action: string[] }
  expect(Action.sort()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*'])
})

async function needsOf(run: Run): Promise<readonly Permission[]> {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: SEED })
  await run(aws)
  return (await aws.requests()).flatMap(neededPermissions)
}

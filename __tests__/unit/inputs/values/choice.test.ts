import { describe, expect, test } from '@jest/globals'
import { choose, type Named } from '../../../../src/inputs/values/choice.js'

const production: Named = { id: 'prod001', name: 'production' }
const staging: Named = { id: 'stag001', name: 'staging' }
const twin: Named = { id: 'stag002', name: 'staging' }
const named: Named = { id: 'xyz0001', name: 'prod001' }

describe('a reference', () => {
  test.each<[string, string, readonly Named[], Named]>([
    ['by its name', 'production', [staging, production], production],
    ['by its ID', 'stag001', [production, staging], staging],
    ['by its ID, although another one is called so', 'prod001', [named, production], production],
    ['by a name that looks like an ID', 'prod001', [named, staging], named],
    ['by its ID where the name is ambiguous', 'stag002', [staging, twin], twin],
  ])('means one candidate %s', (_, reference, candidates, value) => {
    expect(choose(reference, candidates, 'environment')).toEqual({ ok: true, value })
  })

  test.each<[string, string, readonly Named[], string]>([
    [
      'of several',
      'staging',
      [staging, production, twin],
      'is "staging", the name of several: use one of the IDs stag001, stag002',
    ],
    [
      'of none',
      'prod',
      [production, staging],
      'is "prod", but there is no environment with this name or ID; there are: production (prod001), staging (stag001)',
    ],
    [
      'in other letters',
      'Production',
      [production],
      'is "Production", but there is no environment with this name or ID; there are: production (prod001)',
    ],
    [
      'where there are none',
      'prod',
      [],
      'is "prod", but there is no environment with this name or ID; there is no environment at all',
    ],
    [
      'of a predefined one',
      'AppConfig.None',
      [{ id: 'AppConfig.AllAtOnce', name: 'AppConfig.AllAtOnce' }],
      'is "AppConfig.None", but there is no environment with this name or ID; there are: AppConfig.AllAtOnce',
    ],
  ])('that is the name %s is a problem', (_, reference, candidates, problem) => {
    const why = problem.includes('several') ? 'ambiguous' : 'missing'
    expect(choose(reference, candidates, 'environment')).toEqual({ ok: false, why, problem })
  })

  test('that means none of many lists twenty and counts the rest', () => {
    const many = Array.from({ length: 120 }, (_, number) => ({
      id: `id${number}`,
      name: `preview-${number}`,
    }))
    const choice = choose('preview', many, 'environment')

    expect(choice.ok ? '' : choice.problem).toMatch(/preview-19 \(id19\) and 100 more$/)
  })
})

import { describe, expect, test } from '@jest/globals'
import type { NamedResource } from '../../../../src/deployment/deployment.js'
import { choose } from '../../../../src/inputs/values/choice.js'

const production: NamedResource = { id: 'prod001', name: 'production' }
const staging: NamedResource = { id: 'stag001', name: 'staging' }
const twin: NamedResource = { id: 'stag002', name: 'staging' }
const named: NamedResource = { id: 'xyz0001', name: 'prod001' }
const PREDEFINED: readonly NamedResource[] = [
  'AppConfig.Linear20PercentEvery6Minutes',
  'AppConfig.Linear50PercentEvery30Seconds',
  'AppConfig.AllAtOnce',
].map((name) => ({ id: name, name }))

describe('a reference', () => {
  test.each<[string, string, readonly NamedResource[], NamedResource]>([
    ['by its name', 'production', [staging, production], production],
    ['by its ID', 'stag001', [production, staging], staging],
    ['by its ID, although another one is called so', 'prod001', [named, production], production],
    ['by a name that looks like an ID', 'prod001', [named, staging], named],
    ['by its ID where the name is ambiguous', 'stag002', [staging, twin], twin],
  ])('means one candidate %s', (_, reference, candidates, value) => {
    expect(choose(reference, candidates, 'environment')).toEqual({ ok: true, value })
  })

  test.each<[string, string, readonly NamedResource[], readonly (string | RegExp)[]]>([
    ['of several', 'staging', [staging, production, twin], ['ambiguous', 'stag001, stag002']],
    [
      'of none',
      'prod',
      [staging, production],
      ['Did you mean production?', /Available: production \(prod001\), s/],
    ],
    ['with a letter missing', 'stagng', [production, staging], ['Did you mean staging?']],
    ['in other letters', 'Production', [production], ['case-sensitive', 'did you mean "production"?']],
    ['like none', 'zzz', [production], [/^No environment "zzz"\. Available: production \(prod001\)\.$/]],
    ['where there are none', 'prod', [], ['There is no environment at all']],
    ['of an ID in other letters', 'PROD001', [production], ['Did you mean prod001?']],
    ['of a predefined one, cut', 'AllAtOnce', PREDEFINED, ['Did you mean AppConfig.AllAtOnce?']],
    ['of a predefined one, in other letters', 'appconfig.allatonce', PREDEFINED, ['"AppConfig.AllAtOnce"']],
    [
      'of a predefined one, with an error',
      'AppConfig.Linear50PercentEvery30Second',
      PREDEFINED,
      ['Did you mean AppConfig.Linear50PercentEvery30Seconds?'],
    ],
  ])('that is the name %s is a problem', (_, reference, candidates, expected) => {
    const choice = choose(reference, candidates, 'environment')
    for (const part of expected) expect(choice.ok ? '' : choice.problem).toMatch(part)
  })

  test('says where it was looked for', () => {
    const inRegion = choose('shp', [{ id: 'shop001', name: 'shop' }], 'application', { region: 'us-east-1' })
    const inAccount = choose('shp', [], 'application', { region: 'us-east-1', account: '123456789012' })

    expect(inRegion.ok ? '' : inRegion.problem).toMatch(
      /^No application "shp" in us-east-1\. Did you mean shop\?/,
    )
    expect(inAccount.ok ? '' : inAccount.problem).toContain('in us-east-1 (account 123456789012)')
  })

  test('that means none of many lists the five closest and counts the rest', () => {
    const many = Array.from({ length: 120 }, (_, number) => ({
      id: `id${number}`,
      name: `preview-${number}`,
    }))
    const choice = choose('preview-7x', many, 'environment')

    expect(choice.ok ? '' : choice.problem).toMatch(/Available: preview-7[^]* and 115 more\.$/)
  })
})

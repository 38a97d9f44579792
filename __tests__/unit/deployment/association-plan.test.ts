import { describe, expect, test } from '@jest/globals'
import { type Association, planAssociation } from '../../../src/deployment/association-plan.js'

const association = (id: string, version: number, parameters: Record<string, string> = {}): Association => ({
  id,
  version,
  parameters,
})

describe('the plan for an association with version 3', () => {
  test.each<
    [
      string,
      readonly Association[],
      Record<string, string> | undefined,
      readonly string[],
      object,
      readonly string[],
    ]
  >([
    ['there is none', [], undefined, [], { kind: 'create', parameters: {} }, []],
    ['there is none, with parameters', [], { a: '1' }, ['a'], { kind: 'create', parameters: { a: '1' } }, []],
    ['it is there', [association('x', 3)], undefined, [], { kind: 'keep', id: 'x' }, []],
    [
      'it is there with the parameters',
      [association('x', 3, { a: '1' })],
      { a: '1' },
      ['a'],
      { kind: 'keep', id: 'x' },
      [],
    ],
    [
      'it is there with other parameters',
      [association('x', 3, { a: '1' })],
      { a: '2' },
      ['a'],
      { kind: 'update-parameters', id: 'x', parameters: { a: '2' } },
      [],
    ],
    [
      'it is there with more parameters',
      [association('x', 3, { a: '1', b: '2' })],
      { a: '1' },
      ['a', 'b'],
      { kind: 'update-parameters', id: 'x', parameters: { a: '1' } },
      [],
    ],
    [
      'an older one is there',
      [association('x', 2, { a: '1', gone: '2' })],
      undefined,
      ['a'],
      { kind: 'create', parameters: { a: '1' } },
      ['x'],
    ],
    [
      'older ones are there: the newest passes its parameters on',
      [association('x', 1, { a: '1' }), association('y', 2, { a: '2' })],
      undefined,
      ['a'],
      { kind: 'create', parameters: { a: '2' } },
      ['x', 'y'],
    ],
    [
      'an older one is left over beside it',
      [association('x', 3), association('y', 1)],
      undefined,
      [],
      { kind: 'keep', id: 'x' },
      ['y'],
    ],
    ['a newer one is there', [association('x', 4)], undefined, [], { kind: 'create', parameters: {} }, []],
  ])('when %s', (_, existing, given, known, step, superseded) => {
    const plan = planAssociation(3, existing, given, known)
    expect(plan.step).toEqual(step)
    expect(plan.superseded.map(({ id }) => id)).toEqual(superseded)
  })
})

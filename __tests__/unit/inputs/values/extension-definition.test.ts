import { sizeTest } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import {
  ACTION_POINTS,
  type ExtensionDefinition,
  parseExtensionDefinition,
  sameDefinition,
} from '../../../../src/inputs/values/extension-definition.js'

const ROLE = 'arn:aws:iam::123456789012:role/notify'
const URI = 'arn:aws:sns:us-east-1:123456789012:releases'
const action = `[{Name: tell, Uri: '${URI}', RoleArn: '${ROLE}'}]`

function definitionOf(text: string): ExtensionDefinition {
  const parsed = parseExtensionDefinition(text)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  return parsed.value.definition
}

describe('an extension definition', () => {
  test('in YAML', () => {
    const text = `
Name: notify
Description: Tells people
Actions:
  ON_DEPLOYMENT_COMPLETE:
    - Name: tell
      Uri: ${URI}
      RoleArn: ${ROLE}
Parameters:
  topic: {Description: Where, Required: true}
  note: {Dynamic: true}
Tags: {team: release}
`
    expect(parseExtensionDefinition(text)).toEqual({
      ok: true,
      value: {
        definition: {
          name: 'notify',
          description: 'Tells people',
          actions: { ON_DEPLOYMENT_COMPLETE: { name: 'tell', description: '', uri: URI, roleArn: ROLE } },
          parameters: {
            topic: { description: 'Where', required: true, dynamic: false },
            note: { description: '', required: false, dynamic: true },
          },
        },
        tags: { team: 'release' },
      },
    })
  })

  test('in JSON is the same as in YAML', () => {
    const json = JSON.stringify({
      Name: 'n',
      Actions: { ON_DEPLOYMENT_START: [{ Name: 'tell', Uri: URI, RoleArn: ROLE }] },
    })
    expect(definitionOf(json)).toEqual(definitionOf(`Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}`))
  })

  test.each([
    ['not a map', '- a', 'is not a map'],
    ['broken YAML', 'Name: [', 'is not valid YAML'],
    ['no name', `Actions: {ON_DEPLOYMENT_START: ${action}}`, 'at Name: is required'],
    ['a name with #', `Name: a#b\nActions: {ON_DEPLOYMENT_START: ${action}}`, 'at Name: must be 1 to 64'],
    ['a long name', `Name: ${'n'.repeat(65)}\nActions: {ON_DEPLOYMENT_START: ${action}}`, '65 characters'],
    ['a number as name', `Name: 12\nActions: {ON_DEPLOYMENT_START: ${action}}`, 'put it in quotes'],
    ['no actions', 'Name: n', 'at Actions: is required'],
    ['empty actions', 'Name: n\nActions: {}', 'has 0 action points'],
    [
      'six action points',
      `Name: n\nActions: {${ACTION_POINTS.slice(0, 6)
        .map((point) => `${point}: ${action}`)
        .join(', ')}}`,
      'has 6 action points',
    ],
    ['an unknown action point', `Name: n\nActions: {ON_START: ${action}}`, 'action point "ON_START"'],
    ['no action at a point', 'Name: n\nActions: {ON_DEPLOYMENT_START: []}', 'exactly one action'],
    [
      'two actions at a point',
      `Name: n\nActions: {ON_DEPLOYMENT_START: [${action.slice(1, -1)}, ${action.slice(1, -1)}]}`,
      'exactly one action',
    ],
    [
      'an action without Uri',
      'Name: n\nActions: {ON_DEPLOYMENT_START: [{Name: a}]}',
      'ON_DEPLOYMENT_START.Uri: is required',
    ],
    [
      'a role that is none',
      `Name: n\nActions: {ON_DEPLOYMENT_START: [{Name: a, Uri: u, RoleArn: x}]}`,
      'the ARN of an IAM role',
    ],
    ['a wrong case', `name: n\nActions: {ON_DEPLOYMENT_START: ${action}}`, 'did you mean Name?'],
    [
      'an unknown key',
      `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nColor: red`,
      '"Color" is not known',
    ],
    [
      'required and dynamic',
      `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nParameters: {p: {Required: true, Dynamic: true}}`,
      'both Required and Dynamic',
    ],
    [
      'a flag that is a text',
      `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nParameters: {p: {Required: 'yes'}}`,
      'must be true or false',
    ],
    [
      'eleven parameters',
      `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nParameters: {${'abcdefghijk'.split('').join(': {}, ')}: {}}`,
      'has 11 entries',
    ],
    [
      'a parameter with #',
      `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nParameters: {'a#b': {}}`,
      'Parameters.a#b',
    ],
    ['tags of AWS', `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nTags: {'aws:x': y}`, 'AWS reserves'],
  ])('with %s is refused', (_, text, problem) => {
    const parsed = parseExtensionDefinition(text)
    expect(parsed.ok ? [] : parsed.problems).toEqual(
      expect.arrayContaining([expect.stringContaining(problem)]),
    )
  })

  test('reports all problems at once', () => {
    const parsed = parseExtensionDefinition('Actions: {NOPE: []}\nTags: 3')
    expect(parsed.ok ? 0 : parsed.problems.length).toBe(3)
  })
})

test('names that objects inherit are parameters as any other', () => {
  const { parameters } = definitionOf(
    `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}}\nParameters: {__proto__: {Required: true}, constructor: {}}`,
  )
  expect(Object.keys(parameters)).toEqual(['__proto__', 'constructor'])
})

sizeTest('100,000 unknown names give few problems', () => {
  const names = Array.from({ length: 100_000 }, (_, at) => `k${at}: 1`).join('\n')
  const parsed = parseExtensionDefinition(names)
  expect(parsed.ok ? 0 : parsed.problems.length).toBeLessThan(10)
})

describe('two definitions', () => {
  const base = `Name: n\nActions: {ON_DEPLOYMENT_START: ${action}, ON_DEPLOYMENT_STEP: ${action}}\nParameters: {a: {}, b: {}}`

  test.each([
    [
      'in another order',
      `Parameters: {b: {}, a: {}}\nActions: {ON_DEPLOYMENT_STEP: ${action}, ON_DEPLOYMENT_START: ${action}}\nName: n`,
    ],
    [
      'with what AppConfig takes for granted',
      `${base.replace('a: {}', 'a: {Required: false, Dynamic: false, Description: ""}')}\nDescription: ''`,
    ],
    ['with other tags', `${base}\nTags: {x: y}`],
  ])('%s are the same', (_, other) => {
    expect(sameDefinition(definitionOf(base), definitionOf(other))).toBe(true)
  })

  test.each([
    ['description', `${base}\nDescription: new`],
    ['URI', base.replace(URI, `${URI}2`)],
    ['action name', base.replace('Name: tell', 'Name: told')],
    ['parameter', base.replace('a: {}', 'a: {Required: true}')],
    ['number of points', base.replace(`, ON_DEPLOYMENT_STEP: ${action}`, '')],
  ])('that differ in the %s differ', (_, other) => {
    expect(sameDefinition(definitionOf(base), definitionOf(other))).toBe(false)
  })
})

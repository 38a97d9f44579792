import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { ownershipTags } from '../../src/deployment/preview-environment.js'
import { planText } from '../../src/approval/plan.js'
import { readInputs } from '../../src/inputs/inputs.js'
import { pages } from './markdown/pages.js'
import { snippetsOf, type Step, stepsOf, workflowErrors } from './markdown/snippets.js'

const ALL = pages()
const OWN = 'appconfig-deploy/appconfig-deploy@v1'
const fileText = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8')
const inputNames = Object.keys((parse(fileText('action.yml')) as { inputs: object }).inputs)
const snippets = ALL.flatMap(snippetsOf)
const ownSteps = snippets.flatMap((snippet) =>
  stepsOf(snippet)
    .filter(({ uses }) => uses === OWN)
    .map((step) => [snippet.name, step] as const),
)

test('the pages are found', () => {
  const paths = ALL.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'docs/releases.md', 'simulator/README.md']))
  expect(ownSteps.length).toBeGreaterThan(5)
})

describe.each(ALL.map((page) => [page.path, page] as const))('%s', (path, { targets, text }) => {
  test('links to what is there', () => {
    expect(targets.filter((target) => !leadsSomewhere(target, path))).toEqual([])
  })

  test('names scripts of package.json', () => {
    const { scripts } = JSON.parse(fileText('package.json')) as { scripts: object }
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
    expect(named.filter((name) => !Object.keys(scripts).includes(name ?? ''))).toEqual([])
  })
})

/** Whether a link of a page leads to a file, and to a heading of it, that are there. Those to other places are not asked. */
function leadsSomewhere(target: string, from: string): boolean {
  if (/^[a-z]+:/.test(target)) return true
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? from : posix.join(posix.dirname(from), decodeURI(file))
  if (!existsSync(join(REPOSITORY, path))) return false
  return anchor === undefined || ALL.some((page) => page.path === path && page.anchors.has(anchor))
}

test('a link to nothing is found', () => {
  expect(leadsSomewhere('docs/releases.md#extensions', 'README.md')).toBe(true)
  expect(leadsSomewhere('docs/nothing.md', 'README.md')).toBe(false)
  expect(leadsSomewhere('#nothing', 'README.md')).toBe(false)
})

describe.each(snippets.map((snippet) => [snippet.name, snippet] as const))('%s', (_, snippet) => {
  test("is a piece of a workflow by GitHub's own schema", () => {
    expect(workflowErrors(snippet)).toEqual([])
  })

  test('has the actions of others in the versions of the examples', () => {
    const others = stepsOf(snippet).flatMap(({ uses }) => (uses === undefined || uses === OWN ? [] : [uses]))
    expect(others.filter((uses) => !usedByExamples().has(uses))).toEqual([])
  })
})

/** The actions that the examples use, each with its major version. */
function usedByExamples(): ReadonlySet<string> {
  const folder = 'examples/workflows'
  const text = readdirSync(join(REPOSITORY, folder))
    .map((name) => fileText(`${folder}/${name}`))
    .join('')
  const uses = [...text.matchAll(/uses: (\S+)@\w{40} # (v\d+)\./g)]
  return new Set(uses.map(([, action, version]) => `${action}@${version}`))
}

describe.each(ownSteps)('the step of %s', (_, step) => {
  test('has inputs of action.yml', () => {
    expect(Object.keys(step.with ?? {}).filter((name) => !inputNames.includes(name))).toEqual([])
  })

  test('is one that the action takes', () => {
    expect(() => {
      readStep(step)
    }).not.toThrow()
  })
})

test('a step that the action does not take is found', () => {
  expect(() => {
    readStep({ with: { operation: 'rollback', application: 'shop' } })
  }).toThrow('environment')
})

const NAMED = { id: '12', name: '12' }
const PLAN = planText(
  {
    region: 'eu-central-1',
    application: NAMED,
    environment: NAMED,
    profile: NAMED,
    strategy: { ...NAMED, durationMinutes: 0, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 100 },
    configuration: { kind: 'version', version: '12', label: null, contentDigest: null },
    extension: null,
    validatorsDigest: null,
    profileKmsKeyIdentifier: null,
    associations: [],
    alarmArns: [],
    salt: '5a17',
    kmsKeyIdentifier: null,
    dynamicParametersDigest: null,
    latestDeploymentNumber: 0,
  },
  (text) => text,
)

/** Reads the inputs as the action does. What an expression gives is known to a job only: a text, or a plan. */
function readStep({ with: given = {} }: Step): void {
  readInputs({
    get: (name) =>
      name === 'plan' && given[name] !== undefined
        ? PLAN
        : (given[name] ?? '').toString().replaceAll(/\$\{\{[^}]*\}\}/g, '12'),
    env: {
      ...Object.fromEntries(Object.keys(given).map((name) => [`INPUT_${name.toUpperCase()}`, ''])),
      AWS_REGION: 'eu-central-1',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    },
    readFile: (path) => ({ ok: true, content: readFileSync(exampleFile(path)) }),
    digest: (text) => text,
  })
}

/** The files that the pages name are those of the examples. */
function exampleFile(path: string): string {
  return join(REPOSITORY, 'examples', path)
}

describe('the numbers of the README', () => {
  const performance = fileText('docs/performance.md')
  const readme = fileText('README.md')

  /** The cells of a row of the table below a heading. */
  function row(heading: string, name: string): readonly string[] {
    const [, below = ''] = performance.split(new RegExp(`^### Deployments: ${heading} \\(.*$`, 'm'))
    const line = below.split('\n').find((text) => text.startsWith(`| ${name} `)) ?? ''
    return line.split('|').map((cell) => cell.trim())
  }

  function comparison(name: string): readonly string[] {
    const line = readme.split('\n').find((text) => text.startsWith(`| ${name}`)) ?? ''
    return line.split('|').map((cell) => cell.trim())
  }

  test('are those of the benchmark', () => {
    expect(comparison('notices a completion').slice(2, 4)).toEqual([
      `${row('all', 'this action')[2] ?? ''} s late`,
      `${row('all', 'AWS CLI waiter')[2] ?? ''} s late`,
    ])
    expect(comparison('misses').slice(2, 4)).toEqual([
      row('all of 1 to 24 hours', 'this action')[9] === '' ? 'none' : '',
      row('all of 1 to 24 hours', 'AWS CLI waiter')[9],
    ])
    expect(readme).toContain(
      `a poll every 5 s notices a rollback ${row('all', 'poll every 5 s')[5] ?? ''} s late`,
    )
    expect(readme).toContain(`and this action ${row('all', 'this action')[5] ?? ''} s`)
  })
})

test('docs/pull-requests.md names the tags of a created environment', () => {
  const tags = Object.keys(
    ownershipTags({ repository: 'octo-org/shop', pullRequest: 12, runUrl: 'https://run' }),
  )
  const page = fileText('docs/pull-requests.md')
  expect(page.match(/appconfig-deploy:[a-z-]+/g)).toEqual(expect.arrayContaining(tags))
})

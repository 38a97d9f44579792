import { beforeAll, describe, expect, test } from '@jest/globals'
import { stepFailures } from './troubleshooting/failing-steps.js'
import { inputFailures } from './troubleshooting/input-failures.js'
import {
  githubWarnings,
  otherFailures,
  outcomeFailures,
  requestFailures,
  stateProblems,
} from './troubleshooting/outcome-failures.js'
import { entriesOfPage, KNOWN_PLACEHOLDERS, placeholdersOfPage } from './troubleshooting/page.js'
import { textsOfSource } from './troubleshooting/source-texts.js'

/** Texts of the source that no case here makes, each for a reason. */
const NOT_MADE: readonly string[] = [
  // Of inputs that are not supported yet.
  'is not a map; it must be YAML lines of the form `flag: on`',
  'has … entries; it must have 1 to',
  'which must be a flag or flag.attribute',
  'has no plain text at ….',
  'neither on nor off',
  'is given without pull-request-comment',
  'pull-request-number',
  // Told within "GitHub gave no OIDC token", after seconds without an answer.
  'It did not answer in time.',
  // Takes a minute of a deployment that does not end; told as "Environment NAME is not removed".
  'is not removed: its deployment … was told to stop',
  // Said within the failure of a start, which no service that is known gives.
  'the answer has no deployment number',
  // Needs a plan and a start at the same moment; told as "The plan no longer holds".
  'came into the environment after the plan was made',
  // No defect is known; reported as "The comment on pull request NUMBER could not be written", for one.
  'internal error in AppConfig Deploy',
  // A line of the log: nothing is wrong then.
  'The step had started no deployment.',
]

const entries = entriesOfPage()

describe('docs/troubleshooting.md, against all the ways to fail and to warn,', () => {
  let failures: readonly string[] = []

  beforeAll(async () => {
    failures = [
      ...inputFailures(),
      ...(await requestFailures()),
      ...outcomeFailures(),
      ...otherFailures(),
      ...githubWarnings(),
      ...(await stepFailures()),
    ]
  }, 300_000)

  test('has one entry for each, by the first sentence of its annotation', () => {
    const wrong = failures
      .map((message) => ({ message, found: entries.filter(({ matches }) => matches(message)) }))
      .filter(({ found }) => found.length !== 1)
      .map(({ message, found }) => [message.split('\n', 1)[0], ...found.map(({ heading }) => heading)])

    expect(wrong).toEqual([])
  })

  test('has no entry that nothing fails with', () => {
    const stale = entries.filter(({ matches }) => !failures.some(matches)).map(({ heading }) => heading)

    expect(stale).toEqual([])
  })

  test('misses no text of the source', () => {
    const told = [...failures, ...stateProblems()]
    const missing = textsOfSource()
      .filter(({ text }) => !NOT_MADE.some((known) => text.includes(known)))
      .filter(({ pattern }) => !told.some((message) => pattern.test(message)))
      .map(({ place, text }) => `${place} ${text}`)

    expect(missing).toEqual([])
  })
})

describe('docs/troubleshooting.md', () => {
  test('has its entries in the order of their texts', () => {
    const texts = entries.map(({ heading }) => heading.toLowerCase())

    expect(texts).toEqual([...texts].sort())
  })

  test('says of each what it means, and what to do', () => {
    const silent = entries.filter(({ body }) => !/\S\n\n\*\*What to do:\*\* \S/.test(body))

    expect(silent.map(({ heading }) => heading)).toEqual([])
  })

  test('explains what words of its headings stand for', () => {
    expect([...placeholdersOfPage()].sort()).toEqual([...KNOWN_PLACEHOLDERS].sort())
  })
})

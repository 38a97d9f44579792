import { expect, test } from '@jest/globals'
import { StepOutputs } from '../../../src/runner/step-outputs.js'
import { StepReport } from '../../../src/runner/step-report.js'
import { deployment, event, facts } from '../report/sample-facts.js'

/** What is written to standard output meanwhile. */
async function written(act: () => unknown): Promise<string> {
  const texts: string[] = []
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back as it was
  const { write } = process.stdout
  process.stdout.write = (text: string | Uint8Array) => texts.push(String(text)) > 0
  try {
    await act()
  } finally {
    process.stdout.write = write
  }
  return texts.join('')
}

test('facts that cannot be reported are a defect, and the run goes on', async () => {
  const broken = {
    ...facts(),
    get deployment(): never {
      throw new TypeError('broken')
    },
  }
  const log = await written(() => {
    const report = new StepReport(new AbortController().signal)
    report.update({}, broken)
  })
  expect(log).toMatch(/::warning::.*internal error.*TypeError/)
})

test('problems of a file beyond the limit of GitHub stand in the summary only', async () => {
  const whole = { file: 'a.json', message: 'wrong' }
  const lines = Array.from({ length: 30 }, (_, at) => ({
    file: 'a.json',
    message: 'wrong',
    line: at + 1,
    column: 1,
  }))
  const fileProblems = [whole, ...lines]
  const log = await written(() => {
    const report = new StepReport(new AbortController().signal)
    report.update({ fileProblems }, { fileProblems })
    report.update({ fileProblems }, { fileProblems })
  })
  expect(log.match(/^::error /gm)).toHaveLength(9)
})

test('a long event log is set once, at the end, and other outputs as soon as they are known', () => {
  const set: string[] = []
  const outputs = new StepOutputs((name) => set.push(name))
  const events = Array.from({ length: 60 }, () => event('PERCENTAGE_UPDATED', 'x', 0))
  const long = { ...facts(), deployment: deployment({ events }) }
  outputs.update(long, false)
  expect(set).toContain('state')
  expect(set).not.toContain('event-log')
  const before = set.length
  outputs.update(long, true)
  expect(set.slice(before)).toEqual(['event-log'])
  outputs.update(long, true)
  expect(set.length).toBe(before + 1)
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readWorkflowEvent } from '../../../src/runner/event-file.js'

describe('the event of the run', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-event-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const read = (content: string | Buffer) => {
    const path = join(folder, 'event.json')
    writeFileSync(path, content)
    return readWorkflowEvent({ GITHUB_EVENT_PATH: path })
  }

  test.each([
    ['JSON', '{"a":1}'],
    ['JSON after a byte order mark', '\ufeff{"a":1}'],
  ])('is read from %s', (_, content) => {
    expect(read(content)).toEqual({ payload: { a: 1 } })
  })

  test.each([
    ['nothing', ''],
    ['half of it', '{"a"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00])],
  ])('is empty for %s, with the problem', (_, content) => {
    expect(read(content)).toEqual({ payload: {}, problem: expect.stringContaining('event file') })
  })

  test('is empty for a file that is missing, with the problem', () => {
    const event = readWorkflowEvent({ GITHUB_EVENT_PATH: join(folder, 'missing.json') })
    expect(event).toEqual({ payload: {}, problem: expect.stringContaining('ENOENT') })
  })

  test.each([[{}], [{ GITHUB_EVENT_PATH: '' }]])('is empty outside of a runner: %j', (env) => {
    expect(readWorkflowEvent(env)).toEqual({ payload: {} })
  })

  test("leaves nothing for GitHub's toolkit to read again", () => {
    const env = { GITHUB_EVENT_PATH: join(folder, 'missing.json') }
    readWorkflowEvent(env)
    expect(env).toEqual({})
  })
})

import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { cancelSignal } from '../../../src/runner/cancel-signal.js'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const
type Listeners = readonly NodeJS.SignalsListener[]

let before: ReadonlyMap<NodeJS.Signals, Listeners>

beforeEach(() => {
  before = new Map(SIGNALS.map((name) => [name, listenersOf(name)]))
})

// What a test registers must not decide how the test process itself ends.
afterEach(() => {
  for (const name of SIGNALS) {
    for (const listener of listenersOf(name)) {
      if (before.get(name)?.includes(listener) !== true) process.off(name, listener)
    }
  }
})

const listenersOf = (name: NodeJS.Signals): Listeners => process.listeners(name)

// Emitted, not sent: Linux has no SIGBREAK, and a real signal would reach the whole test process.
test.each(SIGNALS)('%s aborts the signal', (name) => {
  const signal = cancelSignal()
  expect(signal.aborted).toBe(false)

  process.emit(name)

  expect(signal.aborted).toBe(true)
})

test('further signals change nothing', () => {
  const signal = cancelSignal()
  let aborts = 0
  signal.addEventListener('abort', () => {
    aborts += 1
  })

  for (const name of [...SIGNALS, ...SIGNALS]) process.emit(name)

  expect(aborts).toBe(1)
})

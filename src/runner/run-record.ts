import { OUTPUT_NAMES, type OutputName, outputsOf } from '../report/outputs.js'
import type { Known } from '../operations/run.js'
import { type SavedRun, savedRunText } from '../deployment/pending-run.js'

/** A log this long is set as an output only when the run has ended: each setting of an output keeps the older ones. */
const MAX_LIVE_EVENTS = 50

/** Where a record is kept for others: the outputs of the step, and its state for `post`. */
export interface RunFiles {
  readonly setOutput: (name: OutputName, value: string) => void
  readonly saveState: (name: 'start', value: string) => void
}

/** Keeps what a run knows, and sets each output as soon as its value is known, and again when it changes. */
export class RunRecord {
  private facts: Known = { changed: false }
  private start: SavedRun = { phase: 'done' }
  private readonly set = new Map<OutputName, string>()

  constructor(private readonly files: RunFiles) {}

  known(): Known {
    return this.facts
  }

  learn(facts: Partial<Known>): void {
    this.facts = { ...this.facts, ...facts }
    const isLong = (this.facts.deployment?.events.length ?? 0) > MAX_LIVE_EVENTS
    this.publish(isLong ? ['event-log'] : [])
  }

  /** Kept for `post` before anything else happens. */
  saveStart(state: SavedRun): void {
    this.start = state
    this.files.saveState('start', savedRunText(state))
  }

  savedStart(): SavedRun {
    return this.start
  }

  /** Sets what is not set yet; nothing changes after that. */
  finish(): void {
    this.publish([])
  }

  private publish(except: readonly OutputName[]): void {
    const outputs = outputsOf(this.facts)
    for (const name of OUTPUT_NAMES) {
      const value = outputs[name]
      if (value === undefined || this.set.get(name) === value || except.includes(name)) continue
      this.set.set(name, value)
      this.files.setOutput(name, value)
    }
  }
}

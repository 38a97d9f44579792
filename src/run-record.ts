import type { Known } from './run.js'
import { OUTPUT_NAMES, type OutputName, outputsOf } from './outputs.js'

/** A log this long is set as an output only when the run has ended: each setting of an output keeps the older ones. */
const MOST_LIVE_EVENTS = 50

/** Keeps what a run knows, and sets each output as soon as its value is known, and again when it changes. */
export class RunRecord {
  private facts: Known = { changed: false }
  private readonly set = new Map<OutputName, string>()

  constructor(private readonly setOutput: (name: OutputName, value: string) => void) {}

  known(): Known {
    return this.facts
  }

  learn(facts: Partial<Known>): void {
    this.facts = { ...this.facts, ...facts }
    const isLong = (this.facts.deployment?.events.length ?? 0) > MOST_LIVE_EVENTS
    this.publish(isLong ? ['event-log'] : [])
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
      this.setOutput(name, value)
    }
  }
}

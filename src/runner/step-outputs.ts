import type { Facts } from '../deployment/facts.js'
import { OUTPUT_NAMES, type OutputName, outputsOf } from '../report/outputs.js'

/** A log this long is set as an output only when the run has ended: each setting of an output keeps the older ones. */
const MAX_LIVE_EVENTS = 50

/** Sets each output as soon as its value is known, and again when it changes. */
export class StepOutputs {
  private readonly set = new Map<OutputName, string>()

  constructor(private readonly setOutput: (name: OutputName, value: string) => void) {}

  /** Sets what is new in the facts. @param isEnd whether nothing follows: then a long event log is set too */
  update(facts: Facts, isEnd: boolean): void {
    const outputs = outputsOf(facts)
    const isLong = (facts.deployment?.events.length ?? 0) > MAX_LIVE_EVENTS
    for (const name of OUTPUT_NAMES) {
      const value = outputs[name]
      if (value === undefined || this.set.get(name) === value) continue
      if (name === 'event-log' && isLong && !isEnd) continue
      this.set.set(name, value)
      this.setOutput(name, value)
    }
  }
}

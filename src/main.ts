import { cancelSignal } from './runner/cancel-signal.js'
import { failStep } from './runner/log.js'
import { runStep } from './runner/run-step.js'
import { StepReport } from './runner/step-report.js'

/** Runs the step from its inputs to its verdict. Never throws: whatever goes wrong fails the step here, once. */
export async function main(): Promise<void> {
  const cancel = cancelSignal()
  const report = new StepReport(cancel)
  const { outcome, facts } = await runStep(report, cancel)
  const failure = await report.end(outcome, facts)
  if (failure !== undefined) failStep(failure)
}

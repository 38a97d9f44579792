import type { Deployment } from '../../deployment/deployment.js'
import type { NewEvent } from '../../deployment/events.js'
import { eventLine, invocationLine, invocationLines } from '../../report/log/log-lines.js'
import type { Run } from '../run.js'

/** Logs what is new in a deployment's event log, a line for each event and each call of an extension. */
export function logNewEvents(events: readonly NewEvent[], deployment: Deployment, run: Run): void {
  for (const line of events.flatMap((item) => newEventLines(item, deployment, run))) run.log.info(line)
}

function newEventLines(item: NewEvent, deployment: Deployment, { aws }: Run): readonly string[] {
  switch (item.kind) {
    case 'event':
      return [eventLine(item.event, deployment, aws.clock.minuteMs), ...invocationLines(item.event)]
    case 'invocation':
      return [invocationLine(item.invocation)]
  }
}

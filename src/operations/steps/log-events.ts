import type { Deployment } from '../../deployment/deployment.js'
import { type NewEvent, newEvents } from '../../deployment/events.js'
import { eventLine, invocationLine, invocationLines } from '../../report/log/log-lines.js'
import type { Run } from '../run.js'

/** Logs what is new in a deployment's event log, a line for each event and each call of an extension. */
export function logNewEvents(news: readonly NewEvent[], deployment: Deployment, run: Run): void {
  for (const line of news.flatMap((item) => newEventLines(item, deployment, run))) run.log.info(line)
}

/** What a look at a deployment holds beyond what the run knows of it, all of which was logged. */
export function newEventsOf(deployment: Deployment, run: Run): readonly NewEvent[] {
  const known = run.known().deployment
  return newEvents(known?.number === deployment.number ? known.events : [], deployment.events)
}

function newEventLines(news: NewEvent, deployment: Deployment, { clock }: Run): readonly string[] {
  switch (news.kind) {
    case 'event':
      return [eventLine(news.event, deployment, clock.minuteMs), ...invocationLines(news.event)]
    case 'invocation':
      return [invocationLine(news.invocation)]
  }
}

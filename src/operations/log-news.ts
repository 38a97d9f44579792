import type { Deployment } from '../deployment/deployment.js'
import { type LogNews, newsOf } from '../deployment/events.js'
import { eventLine, invocationLine, invocationLines } from '../report/log-lines.js'
import type { Run } from '../run.js'

/** Logs what is new in a deployment's event log, a line for each event and each call of an extension. */
export function logNews(news: readonly LogNews[], deployment: Deployment, run: Run): void {
  for (const line of news.flatMap((item) => newsLines(item, deployment, run))) run.log.info(line)
}

/** What a look at a deployment holds beyond what the run knows of it, all of which was logged. */
export function newsToRun(deployment: Deployment, run: Run): readonly LogNews[] {
  const known = run.known().deployment
  return newsOf(known?.number === deployment.number ? known.events : [], deployment.events)
}

function newsLines(news: LogNews, deployment: Deployment, { clock }: Run): readonly string[] {
  switch (news.kind) {
    case 'event':
      return [eventLine(news.event, deployment, clock.minuteMs), ...invocationLines(news.event)]
    case 'invocation':
      return [invocationLine(news.invocation)]
  }
}

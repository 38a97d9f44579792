import { observed, type ServiceTime, serviceTimeMs } from '../src/deployment/service-time.js'
import { afterPoll, nextStep, watchStarted } from '../src/deployment/watch-step.js'
import { look, type Poller } from './pollers.js'
import type { Random } from './random.js'
import { type Course, STARTED_AT_MS } from './service-model.js'

const MINUTE_MS = 60_000
/** What the action gives a deployment beyond what its strategy says, unless `timeout` is set. */
const MARGIN_MINUTES = 10
const HOUR_MS = 3_600_000

/**
 * This action: the decisions of `src/deployment/watch-step.ts`, with the service's time from Date headers, as
 * `src/aws/watch-deployment.ts` has them. The runner's clock is off by up to an hour.
 */
export const ACTION: Poller = { name: 'this action', watch }

function watch(course: Course, random: Random) {
  const clockMs = STARTED_AT_MS + random.between(-HOUR_MS, HOUR_MS)
  const { durationMinutes, bakeMinutes } = course.strategy
  const untilMs = (durationMinutes + bakeMinutes + MARGIN_MINUTES) * MINUTE_MS
  let serviceTime: ServiceTime | undefined
  const observe = (sentMs: number, answeredMs: number) => {
    serviceTime = observed(serviceTime, {
      sentAtMs: clockMs + sentMs,
      receivedAtMs: clockMs + answeredMs,
      dateMs: Math.floor((STARTED_AT_MS + (sentMs + answeredMs) / 2) / 1000) * 1000,
    })
  }
  // The answer to the start is the first that is known of the deployment.
  const first = look(course, 0, random)
  observe(0, first.answeredMs)
  let nowMs = first.answeredMs
  let watched = watchStarted(first.deployment, serviceTimeMs(serviceTime, clockMs + nowMs))
  for (let requests = 0; ; requests++) {
    const serviceMs = serviceTimeMs(serviceTime, clockMs + nowMs)
    const step = nextStep(watched, 'complete', {
      serviceMs,
      timeLeftMs: untilMs - nowMs,
      minuteMs: MINUTE_MS,
    })
    if (step.kind === 'end') return step.end === 'timed-out' ? { requests } : { requests, noticedMs: nowMs }
    const sentMs = nowMs + step.afterMs
    const { answeredMs, deployment } = look(course, sentMs, random)
    observe(sentMs, answeredMs)
    watched = afterPoll(watched, { ok: true, deployment })
    nowMs = answeredMs
  }
}

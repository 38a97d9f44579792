import type { DeploymentState } from '../src/deployment/deployment.js'
import type { Random } from './random.js'
import type { Course } from './service-model.js'

/** What came of watching one deployment. */
export interface Watch {
  readonly requests: number
  /** When the end was known, in milliseconds since the start of the deployment; absent if the watch gave up before. */
  readonly noticedMs?: number
}

/** One way to watch a deployment to its end. */
export interface Poller {
  readonly name: string
  readonly watch: (course: Course, random: Random) => Watch
}

/** When a poller that knows nothing but the state looks again. */
interface Polling {
  /**
   * The wait after a look, in milliseconds; undefined to give up.
   * @param looks how many there were
   * @param nowMs since the first look was sent
   */
  readonly delayMs: (looks: number, nowMs: number, course: Course, random: Random) => number | undefined
  readonly ends: ReadonlySet<DeploymentState>
}

/** How long a request takes, in milliseconds: a runner in GitHub's network asks AWS. */
export const REQUEST_MS = { low: 50, high: 250 } as const

const ENDS: ReadonlySet<DeploymentState> = new Set(['COMPLETE', 'ROLLED_BACK', 'REVERTED'])

const flat = (seconds: number): Polling => ({ delayMs: () => seconds * 1000, ends: ENDS })

/** `aws appconfig wait deployment-complete`: botocore's waiters-2.json says 30 s and 999 tries. */
const awsCli: Polling = { delayMs: (looks) => (looks < 999 ? 30_000 : undefined), ends: ENDS }

const SDK_LEAST_MS = 30_000
const SDK_MOST_MS = 120_000

/**
 * waitUntilDeploymentComplete of the JavaScript SDK: between 30 s and a limit, at random, and always 120 s once the
 * limit, which doubles from 30 s, has passed that. `maxWaitTime`, which the caller has to choose, is long enough here.
 */
const javaScriptSdk: Polling = {
  delayMs: (looks, _, __, random) => {
    const ceiling = Math.log2(SDK_MOST_MS / SDK_LEAST_MS) + 1
    if (looks > ceiling) return SDK_MOST_MS
    return random.between(SDK_LEAST_MS, Math.min(SDK_MOST_MS, SDK_LEAST_MS * 2 ** (looks - 1)))
  },
  ends: ENDS,
}

/** apcdeploy: a ticker of 5 s, 1,800 s in all unless told otherwise; ROLLING_BACK ends it as an unexpected state. */
const apcdeploy: Polling = {
  delayMs: (_, nowMs) => (nowMs < 1_800_000 ? 5_000 - (nowMs % 5_000) : undefined),
  ends: new Set([...ENDS, 'ROLLING_BACK']),
}

/** What users have instead, each by its public description, and polls at a fixed pace. */
export const OTHER_POLLERS: readonly Poller[] = [
  poller('poll every 5 s', flat(5)),
  poller('poll every 10 s', flat(10)),
  poller('poll every 30 s', flat(30)),
  poller('apcdeploy', apcdeploy),
  poller('AWS CLI waiter', awsCli),
  poller('JavaScript SDK waiter', javaScriptSdk),
]

function poller(name: string, polling: Polling): Poller {
  return { name, watch: (course, random) => poll(course, polling, random) }
}

function poll(course: Course, polling: Polling, random: Random): Watch {
  let nowMs = 0
  for (let requests = 1; ; requests++) {
    const { answeredMs, deployment } = look(course, nowMs, random)
    if (polling.ends.has(deployment.state)) return { requests, noticedMs: answeredMs }
    const delayMs = polling.delayMs(requests, answeredMs, course, random)
    if (delayMs === undefined) return { requests }
    nowMs = answeredMs + delayMs
  }
}

/** One request: the service reads the state half-way between question and answer. */
export function look(course: Course, sentMs: number, random: Random) {
  const takesMs = random.between(REQUEST_MS.low, REQUEST_MS.high)
  return { answeredMs: sentMs + takesMs, deployment: course.at(sentMs + takesMs / 2) }
}

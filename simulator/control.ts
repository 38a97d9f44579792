import { type HttpAnswer, jsonBytes } from './answers.js'
import {
  checkAlarm,
  checkExperiment,
  checkExtensionFailure,
  checkFault,
  checkKey,
  checkOptions,
  type Checked,
} from './control-requests.js'
import { ServiceError } from './errors.js'
import { deployExperimentRun } from './model/managed-deployments.js'
import type { HttpRequest } from './requests.js'
import { setAlarm, setExtensionFailure } from './model/failures.js'
import type { Served } from './served.js'
import { changedOptions } from './service-options.js'

export const CONTROL_PREFIX = '/_simulator/'

/** Answers a request of the simulator's own control plane. */
export type Control = (http: HttpRequest) => HttpAnswer

/** @param reset puts the account back to the seed */
export function controlPlane(served: Served, reset: () => void): Control {
  const actions: Readonly<Record<string, (body: unknown) => HttpAnswer>> = {
    'GET requests': () => json(200, served.requests),
    'DELETE requests': () => {
      served.requests.length = 0
      return json(200, {})
    },
    'POST faults': (body) => when(checkFault(body), served.faults.add),
    'DELETE faults': () => {
      served.faults.clear()
      return json(200, {})
    },
    'POST alarms': (body) =>
      when(checkAlarm(body), ({ AlarmArn, State }) => {
        setAlarm(served.account, AlarmArn, State)
      }),
    'POST keys': (body) =>
      when(checkKey(body), ({ KeyId, Alias, State }) => {
        const alias = Alias ?? served.account.keys.get(KeyId)?.alias
        served.account.keys.set(KeyId, { id: KeyId, alias, state: State })
      }),
    'POST extension-failures': (body) =>
      when(checkExtensionFailure(body), ({ Uri, ErrorCode, ErrorMessage }) => {
        setExtensionFailure(served.account, Uri, { errorCode: ErrorCode, errorMessage: ErrorMessage })
      }),
    'POST experiments': (body) =>
      when(checkExperiment(body), (request) => {
        const hideChange = served.lag.beforeChange(served.account, served.options.lag)
        const made = deployExperimentRun(served.account, request)
        hideChange()
        return made
      }),
    'POST options': (body) =>
      when(checkOptions(body), (request) => {
        served.options = changedOptions(served.options, request)
      }),
    'POST reset': () => {
      reset()
      return json(200, {})
    },
  }
  return (http) => {
    const route = `${http.method} ${http.path.slice(CONTROL_PREFIX.length)}`
    const action = Object.hasOwn(actions, route) ? actions[route] : undefined
    if (action === undefined)
      return json(404, { message: `There is no ${route}`, routes: Object.keys(actions) })
    const body = parsed(http.body)
    return body === undefined ? problem('The body is not valid JSON') : action(body.value)
  }
}

/** Answers what was made, if anything; what the account refuses is a problem of the request. */
function when<Request>(checked: Checked<Request>, act: (request: Request) => unknown): HttpAnswer {
  if ('problem' in checked) return problem(checked.problem)
  try {
    return json(200, act(checked.request) ?? {})
  } catch (error) {
    if (error instanceof ServiceError) return problem(error.message)
    throw error
  }
}

const problem = (message: string) => json(400, { message })

const json = (status: number, value: unknown): HttpAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: jsonBytes(value),
})

function parsed(body: Buffer): { readonly value: unknown } | undefined {
  if (body.length === 0) return { value: {} }
  try {
    return { value: JSON.parse(body.toString('utf8')) }
  } catch {
    return undefined
  }
}

import { type HttpAnswer, jsonBytes } from './answers.js'
import {
  checkAlarm,
  checkExtensionFailure,
  checkFault,
  checkKey,
  checkOptions,
  type Checked,
} from './control-requests.js'
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

function when<Request>(checked: Checked<Request>, act: (request: Request) => void): HttpAnswer {
  if ('problem' in checked) return problem(checked.problem)
  act(checked.request)
  return json(200, {})
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

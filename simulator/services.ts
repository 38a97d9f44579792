import { type HttpAnswer, serialiseAnswer, serialiseError } from './answers.js'
import { asServiceError, type ServiceError, unknownOperation, unsigned } from './errors.js'
import type { Account } from './model/account.js'
import { perform } from './model/implementations.js'
import type { OperationRoute } from './operations.js'
import { type HttpRequest, parseRequest } from './requests.js'
import { type Matched, operationRouter } from './router.js'
import { stsAnswer, stsError, stsOperation } from './sts.js'

/** A request of one of the services, recognised by its route. */
export interface Call {
  /** `undefined` when no operation has the route. */
  readonly operation: string | undefined
  /** Of AppConfig's operations: where the members of the answer go. */
  readonly route?: OperationRoute
  /**
   * Does what is asked and returns its answer.
   *
   * @param serial how many requests there were so far
   */
  readonly answer: (account: Account, serial: number) => HttpAnswer
  /** An error in the service's own form. */
  readonly failed: (error: ServiceError) => HttpAnswer
}

/** Recognises the requests of AppConfig's control plane and of STS. */
export function services(): (http: HttpRequest) => Call {
  const router = operationRouter()
  return (http) => {
    const matched = router(http.method, http.path)
    if (matched !== undefined) return appConfig(matched, http)
    if (http.method === 'POST' && http.path === '/') return sts(http)
    const refusal = unknownOperation(http.method, http.path)
    return { operation: undefined, answer: () => serialiseError(refusal), failed: serialiseError }
  }
}

const appConfig = ({ route, labels }: Matched, http: HttpRequest): Call => ({
  operation: route.name,
  route,
  answer: (account) => {
    try {
      if (http.headers.authorization === undefined) throw unsigned()
      const request = parseRequest(route, { ...http, labels })
      return serialiseAnswer(route, perform(account, route.name, request))
    } catch (thrown) {
      return serialiseError(asServiceError(thrown))
    }
  },
  failed: serialiseError,
})

const sts = (http: HttpRequest): Call => ({
  operation: stsOperation(http.body),
  answer: (account, serial) => stsAnswer(http.body, account, serial),
  failed: ({ name, message, status }) => stsError(STS_NAMES[name] ?? name, message, status),
})

/** Errors that STS has another name for. */
const STS_NAMES: Readonly<Record<string, string>> = { InvalidSignatureException: 'SignatureDoesNotMatch' }

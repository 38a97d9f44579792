import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpAnswer, serialiseAnswer, serialiseError } from './answers.js'
import { CONTROL_PREFIX, type Control } from './control.js'
import { asServiceError, injectedError, unknownOperation, unsigned } from './errors.js'
import type { Fault } from './faults.js'
import { perform } from './model/implementations.js'
import { record } from './recording.js'
import { type HttpRequest, parseRequest } from './requests.js'
import { type Matched, operationRouter } from './router.js'
import type { Served } from './served.js'
import { stsAnswer, stsError, stsOperation } from './sts.js'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** Answers HTTP requests: the control plane itself, everything else as AppConfig or STS would. */
export function listener(served: Served, control: Control): Listener {
  const route = operationRouter()
  return (incoming, response) => {
    const answer = async () => {
      const http = await readRequest(incoming)
      response.sendDate = false
      response.setHeader('Date', new Date(served.now()).toUTCString())
      if (http.path.startsWith(CONTROL_PREFIX)) send(response, control(http))
      else serve(served, route(http.method, http.path), http, response)
    }
    // A client that went away before its request was whole, or an answer that HTTP cannot carry.
    answer().catch((reason: unknown) => {
      served.log(`${incoming.method ?? ''} ${incoming.url ?? ''} was cut: ${String(reason)}`)
      response.destroy()
    })
  }
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const [path = '/', search = ''] = (incoming.url ?? '/').split('?')
  return {
    method: incoming.method ?? 'GET',
    path,
    labels: {},
    query: new URLSearchParams(search),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

function serve(
  served: Served,
  matched: Matched | undefined,
  http: HttpRequest,
  response: ServerResponse,
): void {
  const isSts = matched === undefined && http.method === 'POST' && http.path === '/'
  const operation = matched?.route.name ?? (isSts ? stsOperation(http.body) : undefined)
  const recorded = record(operation, http, served.now())
  served.requests.push(recorded)
  const fault = operation === undefined ? undefined : served.faults.take(operation)
  const answered = (answer: HttpAnswer) => {
    recorded.status = answer.status
    served.log(
      `${http.method} ${http.path} ${operation ?? ''} ${answer.status}${fault ? ` (${fault.fault})` : ''}`,
    )
    return answer
  }
  const answer = () => {
    const done = isSts ? answerOfSts(served, http) : appConfigAnswer(served, matched, http)
    served.onRequest(recorded, 'done')
    return done
  }
  served.onRequest(recorded, 'received')
  if (fault === undefined) send(response, answered(answer()))
  else suffer(fault, { response, answer, answered, failed: () => injected(fault, isSts) })
}

interface Suffering {
  readonly response: ServerResponse
  /** Does what was asked and returns its answer. */
  readonly answer: () => HttpAnswer
  /** Notes that the answer went out. */
  readonly answered: (answer: HttpAnswer) => HttpAnswer
  readonly failed: () => HttpAnswer
}

function suffer({ fault, ms = 0 }: Fault, { response, answer, answered, failed }: Suffering): void {
  switch (fault) {
    case 'status':
      send(response, answered(failed()))
      return
    case 'reset-before':
      response.socket?.resetAndDestroy()
      return
    case 'reset-after':
      answer()
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      return
    case 'hang-after':
      answer()
      return
    case 'slow': {
      const late = answer()
      setTimeout(() => {
        if (!response.destroyed) send(response, answered(late))
      }, ms).unref()
      return
    }
    case 'late':
      response.socket?.resetAndDestroy()
      setTimeout(answer, ms).unref()
      return
    case 'truncate':
      truncate(response, answered(answer()))
  }
}

function appConfigAnswer(served: Served, matched: Matched | undefined, http: HttpRequest): HttpAnswer {
  try {
    if (matched === undefined) throw unknownOperation(http.method, http.path)
    if (http.headers.authorization === undefined) throw unsigned()
    const { route, labels } = matched
    const request = parseRequest(route, { ...http, labels })
    return serialiseAnswer(route, perform(served.account, route.name, request))
  } catch (thrown) {
    return serialiseError(asServiceError(thrown))
  }
}

const answerOfSts = (served: Served, http: HttpRequest) =>
  stsAnswer(http.body, served.account.id, served.now(), served.requests.length)

function injected({ status = 500, error }: Fault, isSts: boolean): HttpAnswer {
  const failure = injectedError(status, error)
  return isSts ? stsError(failure.name, failure.message, status) : serialiseError(failure)
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, headersOf(answer))
  response.end(answer.body)
}

/** Announces the whole body, sends half of it and cuts the connection once that half is out. */
function truncate(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, headersOf(answer))
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () =>
    response.socket?.destroySoon(),
  )
}

const headersOf = ({ status, headers, body }: HttpAnswer) => ({
  ...headers,
  'x-amzn-RequestId': randomUUID(),
  ...(status === 204 ? {} : { 'Content-Length': body.length }),
})

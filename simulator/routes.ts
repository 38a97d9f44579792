import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpAnswer } from './answers.js'
import { CONTROL_PREFIX, type Control } from './control.js'
import { injectedError, wrongSignatureTime } from './errors.js'
import type { Fault } from './faults.js'
import type { Account } from './model/account.js'
import { record, signedRegion } from './recording.js'
import type { HttpRequest } from './requests.js'
import { rewritten } from './rewrite.js'
import type { Served } from './served.js'
import { delayMs } from './service-options.js'
import { type Call, services } from './services.js'
import { signatureTimeProblem } from './signature-time.js'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** Answers HTTP requests: the control plane itself, everything else as the services would. */
export function listener(served: Served, control: Control): Listener {
  const callOf = services()
  return (incoming, response) => {
    const answer = async () => {
      const http = await readRequest(incoming)
      response.sendDate = false
      response.setHeader('Date', new Date(served.now()).toUTCString())
      if (http.path.startsWith(CONTROL_PREFIX)) send(response, control(http))
      else serve(served, callOf(http), http, response)
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

/** Does what is asked, at once or after the delay that the options set, and answers it or suffers its fault. */
function serve(served: Served, call: Call, http: HttpRequest, response: ServerResponse): void {
  const { operation } = call
  const region = signedRegion(http.headers.authorization) ?? served.account.region
  const account = { ...served.account, region }
  const recorded = record(operation, http, served.now())
  served.requests.push(recorded)
  const serial = served.requests.length
  const fault = operation === undefined ? undefined : served.faults.take(operation)
  const answered = (answer: HttpAnswer) => {
    recorded.status = answer.status
    served.log(
      `${http.method} ${http.path} ${operation ?? ''} ${answer.status}${fault ? ` (${fault.fault})` : ''}`,
    )
    return answer
  }
  const answer = () => {
    const done = refusedSignature(served, call, http) ?? carryOut(served, account, { call, http, serial })
    served.onRequest(recorded, 'done')
    return done
  }
  served.onRequest(recorded, 'received')
  const proceed = () => {
    if (fault === undefined) send(response, answered(answer()))
    else suffer(fault, { response, answer, answered, call })
  }
  // Real time, also when the account's stands still, and whether or not the client is still there then.
  const delay = delayMs(served.options, operation)
  if (delay === 0) proceed()
  else setTimeout(proceed, delay).unref()
}

/** A request, what it asks for, and how many there were so far. */
interface Arrived {
  readonly call: Call
  readonly http: HttpRequest
  readonly serial: number
}

/** Carries the request out on the account that was there when it arrived: a reset leaves it nothing to change. */
function carryOut({ options, lag }: Served, account: Account, { call, http, serial }: Arrived): HttpAnswer {
  const { operation } = call
  if (operation === undefined || http.method === 'GET') {
    return call.answer(operation === undefined ? account : lag.seenBy(operation, account), serial)
  }
  const hideChange = lag.beforeChange(account, options.lag)
  const answer = call.answer(account, serial)
  if (answer.status < 300) hideChange()
  return answer
}

function refusedSignature(served: Served, call: Call, http: HttpRequest): HttpAnswer | undefined {
  if (!served.options.checkSignatureTime || http.headers.authorization === undefined) return undefined
  const problem = signatureTimeProblem(http.headers, served.now())
  return problem === undefined ? undefined : call.failed(wrongSignatureTime(problem))
}

interface Suffering {
  readonly response: ServerResponse
  /** Does what was asked and returns its answer. */
  readonly answer: () => HttpAnswer
  /** Notes that the answer went out. */
  readonly answered: (answer: HttpAnswer) => HttpAnswer
  readonly call: Call
}

function suffer(
  { fault, ms = 0, status = 500, error, body = {} }: Fault,
  { response, answer, answered, call }: Suffering,
): void {
  switch (fault) {
    case 'status':
      send(response, answered(call.failed(injectedError(status, error))))
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
        send(response, answered(late))
      }, ms).unref()
      return
    }
    case 'late':
      response.socket?.resetAndDestroy()
      setTimeout(answer, ms).unref()
      return
    case 'rewrite':
      send(response, answered(rewritten(answer(), body, call.route)))
      return
    case 'truncate':
      truncate(response, answered(answer()))
  }
}

/** Nothing is sent to a client that has gone away. */
function send(response: ServerResponse, answer: HttpAnswer): void {
  if (response.destroyed) return
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

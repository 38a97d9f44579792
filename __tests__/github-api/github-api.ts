import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import createRouter from 'find-my-way'
import { checkOf } from './description.js'
import { type ApiAnswer, type ApiOperation, NOT_FOUND, OPERATIONS } from './operations.js'
import { type Account, type Comment, type Deployment, type PullRequest, Repository } from './repository.js'

export type { Comment, Deployment, Status } from './repository.js'

/** The account that GITHUB_TOKEN acts as. */
export const ACTIONS_BOT: Account = { id: 41_898_282, login: 'github-actions[bot]', type: 'Bot' }
export const TOKEN = 'ghs_not-a-secret-token'

export interface GithubApiOptions {
  /** Default: `octo-org/shop` */
  readonly repository?: string
  /** Default: number 12, open. */
  readonly pullRequests?: readonly PullRequest[]
  /** Whose token TOKEN is. Default: that of GITHUB_TOKEN. */
  readonly account?: Account
  /** What GraphQL says when it is asked who that is; null when it refuses. Default: the login of the account. */
  readonly viewer?: string | null
  /** In front of every path: `/api/v3` on GitHub Enterprise Server. */
  readonly basePath?: string
  /** Told of each request before anything is done. */
  readonly onRequest?: (request: RecordedRequest) => void
}

export interface RecordedRequest {
  readonly method: string
  /** Without the base path and the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  /** Null while it is unanswered. */
  status: number | null
}

/** What becomes of the requests that it is about, instead of an answer. */
export interface ApiFault {
  /**
   * A status; `hang`: never answered; `reset`: the connection is cut; with `-after` once the request has been carried
   * out; `page`: status 200 and a page instead of JSON.
   */
  readonly fault: number | 'hang' | 'reset' | 'hang-after' | 'reset-after' | 'page'
  /** What an answer with a status holds. Default: GitHub's JSON. */
  readonly html?: string
  /** Default: every method. */
  readonly method?: string
  /** Default: every path. */
  readonly path?: RegExp
  /** How many requests. Default: all from now on. */
  readonly times?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The REST API of GitHub on this machine, for one repository. */
export interface GithubApi extends AsyncDisposable {
  /** For GITHUB_API_URL. */
  readonly url: string
  readonly comments: () => readonly Comment[]
  readonly deployments: () => readonly Deployment[]
  /** What is there before the test. */
  readonly repository: Repository
  readonly requests: readonly RecordedRequest[]
  /** What requests did that GitHub's description does not allow. A test expects none. */
  readonly violations: readonly string[]
  readonly fail: (fault: ApiFault) => void
  /** Ends every fault. */
  readonly recover: () => void
  readonly close: () => Promise<void>
}

/** Starts a GitHub API that holds every request against GitHub's published description. */
export async function startGithubApi(options: GithubApiOptions = {}): Promise<GithubApi> {
  const { pullRequests = [{ number: 12, state: 'open' }], basePath = '' } = options
  const repository = new Repository(pullRequests)
  const requests: RecordedRequest[] = []
  const violations: string[] = []
  const faults: { fault: ApiFault; left: number }[] = []
  const answerTo = answers(options, repository, violations)
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const url = new URL(incoming.url ?? '', 'http://api')
      const method = incoming.method ?? ''
      const isUnderBase = url.pathname.startsWith(`${basePath}/`)
      const path = isUnderBase ? url.pathname.slice(basePath.length) : url.pathname
      const query = Object.fromEntries(url.searchParams)
      const request: RecordedRequest = { method, path, query, body, status: null }
      requests.push(request)
      options.onRequest?.(request)
      const fault = dueFault(faults, request)
      if (fault !== undefined && (typeof fault.fault === 'number' || fault.fault === 'page')) {
        const status = fault.fault === 'page' ? 200 : fault.fault
        if (fault.html !== undefined || fault.fault === 'page') sendPage(response, status, fault.html)
        else send(response, request, { status, body: { message: 'Told to fail' } }, fault.headers)
      } else if (fault?.fault === 'reset') incoming.socket.resetAndDestroy()
      else if (fault?.fault !== 'hang') {
        const authorization = incoming.headers.authorization ?? ''
        const isGraphql = url.pathname === (basePath === '' ? '/graphql' : '/api/graphql')
        const answer = isGraphql
          ? viewer(options)
          : isUnderBase
            ? answerTo(request, url.searchParams, authorization)
            : NOT_FOUND
        if (fault?.fault === 'reset-after') incoming.socket.resetAndDestroy()
        else if (fault?.fault !== 'hang-after') send(response, request, answer, nextPage(answer, incoming))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The API has no port')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: `http://127.0.0.1:${address.port}${basePath}`,
    comments: () => repository.comments,
    deployments: () => repository.deployments,
    repository,
    requests,
    violations,
    fail: (fault) => {
      faults.push({ fault, left: fault.times ?? Infinity })
    },
    recover: () => {
      faults.length = 0
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Answers as GitHub does; what its description does not allow is a violation, and answered 422. */
function answers(
  { repository: name = 'octo-org/shop', account = ACTIONS_BOT }: GithubApiOptions,
  repository: Repository,
  violations: string[],
) {
  const router = createRouter()
  const routes = new Map<unknown, { operation: ApiOperation; check: ReturnType<typeof checkOf> }>()
  for (const operation of OPERATIONS) {
    const handler = () => undefined
    router.on(operation.method, operation.path.replace(/\{(\w+)\}/g, ':$1'), handler)
    routes.set(handler, { operation, check: checkOf(operation.method, operation.path) })
  }
  return (
    { method, path, body }: RecordedRequest,
    query: URLSearchParams,
    authorization: string,
  ): ApiAnswer => {
    const found = router.find(method as 'GET', path)
    const route = routes.get(found?.handler)
    if (route === undefined) {
      violations.push(`${method} ${path}: this API has no such operation`)
      return NOT_FOUND
    }
    const pathValues = Object.fromEntries(
      Object.entries(found?.params ?? {}).map(([key, value]) => [key, value ?? '']),
    )
    const broken = route.check({ path: pathValues, query, body })
    if (broken.length > 0) {
      violations.push(...broken.map((problem) => `${method} ${path}: ${problem}`))
      return { status: 422, body: { message: 'Validation Failed', errors: broken } }
    }
    if (authorization !== `token ${TOKEN}`) return { status: 401, body: { message: 'Bad credentials' } }
    const { owner, repo } = pathValues
    if (owner !== undefined && `${owner}/${repo ?? ''}` !== name) return NOT_FOUND
    const members = (body ?? {}) as Readonly<Record<string, unknown>>
    const answer = route.operation.answer({ path: pathValues, query, body: members, account }, repository)
    if (answer.status === 422) violations.push(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer
  }
}

function dueFault(
  faults: { fault: ApiFault; left: number }[],
  request: RecordedRequest,
): ApiFault | undefined {
  const due = faults.find(
    ({ fault: { method = request.method, path = /^/ }, left }) =>
      left > 0 && method === request.method && path.test(request.path),
  )
  if (due !== undefined) due.left -= 1
  return due?.fault
}

async function bodyOf(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

/** What GraphQL says to `query { viewer { login } }`. A refusal has status 200 there. */
function viewer({ account = ACTIONS_BOT, viewer: login = account.login }: GithubApiOptions): ApiAnswer {
  const errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }]
  return { status: 200, body: login === null ? { data: null, errors } : { data: { viewer: { login } } } }
}

/** GitHub's header for a list that goes on. */
function nextPage({ hasNext = false }: ApiAnswer, { headers, url = '' }: IncomingMessage) {
  if (!hasNext) return {}
  const next = new URL(url, `http://${headers.host ?? ''}`)
  next.searchParams.set('page', String(Number(next.searchParams.get('page') ?? 1) + 1))
  return { link: `<${next.href}>; rel="next"` }
}

function sendPage(response: ServerResponse, status: number, html = '<html>Sign in</html>'): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(html)
}

function send(
  response: ServerResponse,
  request: RecordedRequest,
  { status, body }: ApiAnswer,
  headers: Readonly<Record<string, string>> = {},
): void {
  request.status = status
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

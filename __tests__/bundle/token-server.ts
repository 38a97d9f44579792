import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** GitHub's side of OIDC on this machine: gives a job its tokens, each another one. */
export interface TokenServer extends AsyncDisposable {
  readonly port: number
  /** What the runner sets for a job with `id-token: write`. */
  readonly env: Readonly<Record<string, string>>
  /** The requests so far, with the audience and the bearer token of each. */
  readonly requests: readonly TokenRequest[]
  /** The tokens given so far. */
  readonly tokens: readonly string[]
}

export interface TokenRequest {
  readonly audience: string | null
  readonly authorization: string | undefined
  /** A parameter of the URL that the runner set, which has to be kept. */
  readonly version: string | null
}

/**
 * @param unanswered tells of each request whether it is left without an answer, and may do something meanwhile
 * @param failing tells of each request whether it is answered with a server error
 */
export async function tokenServer(
  unanswered: (nth: number) => boolean = () => false,
  failing: () => boolean = () => false,
): Promise<TokenServer> {
  const requests: TokenRequest[] = []
  const tokens: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { searchParams } = new URL(request.url ?? '', 'http://token')
    requests.push({
      audience: searchParams.get('audience'),
      authorization: request.headers.authorization,
      version: searchParams.get('api-version'),
    })
    if (unanswered(requests.length)) return
    if (failing()) {
      response.writeHead(500).end('{}')
      return
    }
    const token = `header.secret-claims-${String(requests.length)}.signature`
    tokens.push(token)
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ value: token }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The token server has no port')
  return {
    port: address.port,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${String(address.port)}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
    },
    requests,
    tokens,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const REQUEST_TOKEN = 'token-of-the-runner'

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where GitHub gives tokens to jobs; STS of the simulator only wants one to be there. */
export interface OidcIssuer extends AsyncDisposable {
  readonly url: string
  /** How many tokens were given so far. */
  readonly given: () => number
}

export async function oidcIssuer(): Promise<OidcIssuer> {
  let given = 0
  const server = createServer((request, answer) => {
    const asked = new URL(request.url ?? '', 'http://localhost').searchParams.get('audience')
    const allowed = request.headers.authorization === 'Bearer of-the-job' && asked === 'sts.amazonaws.com'
    if (allowed) given += 1
    answer.writeHead(allowed ? 200 : 403, { 'content-type': 'application/json' })
    answer.end(JSON.stringify(allowed ? { value: `header.payload.signature-${given}` } : { message: 'no' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/token?api-version=2.0`,
    given: () => given,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => {
          if (error === undefined) resolve()
          else reject(error)
        })
      }),
  }
}

import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http'
import { connect as connectTo } from 'node:net'
import type { Duplex } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { startGithubApi } from '../github-api/github-api.js'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep, jobEnvironment, MINUTE_MS } from './action-process.js'
import { pullRequestStep, statesOfDeployments } from './pull-request-job.js'
import { tokenServer } from './token-server.js'

/**
 * `proxyEnv` of Node's agents, by which AWS is reached through a proxy, came with Node 24, on which the runner runs
 * the action. Older versions, which developers may have, ignore it: there is nothing to test on them.
 */
const onNode24 = Number(process.versions.node.split('.')[0]) >= 24 ? test : test.skip

/** A host that exists only for the proxy: a request that goes past it can not arrive. */
const AWS_HOST = 'appconfig.test'
const API_HOST = 'api.github.test'
const TOKEN_HOST = 'token.actions.test'
const ROLE = 'arn:aws:iam::123456789012:role/deploy'

interface Proxy extends AsyncDisposable {
  readonly url: string
  /** The absolute URIs that were asked for, and `CONNECT host:port` for tunnels. */
  readonly seen: readonly string[]
}

/** A forward proxy. @param places the port on this machine at which each host is; any other host is refused */
async function proxy(places: Readonly<Record<string, number>>): Promise<Proxy> {
  const seen: string[] = []
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const url = new URL(incoming.url ?? '', 'http://no-absolute-uri.test')
    seen.push(url.origin)
    const { method, headers } = incoming
    const path = `${url.pathname}${url.search}`
    const port = places[url.hostname]
    if (port === undefined) {
      response.writeHead(502).end()
      return
    }
    const onward = forward({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  })
  const tunnels: Duplex[] = []
  server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
    tunnels.push(socket)
    seen.push(`CONNECT ${incoming.url ?? ''}`)
    const port = places[(incoming.url ?? '').split(':')[0] ?? '']
    if (port === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const onward = connectTo(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    tunnels.push(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      for (const tunnel of tunnels) tunnel.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const portOf = ({ url }: SimulatedAws) => Number(new URL(url).port)

describe('AWS', () => {
  onNode24('is asked through HTTP_PROXY', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await using way = await proxy({ [AWS_HOST]: portOf(aws) })

    const env = { AWS_ENDPOINT_URL_APPCONFIG: `http://${AWS_HOST}`, HTTP_PROXY: way.url }
    const end = await deployStep(aws, {}, { env: { ...jobEnvironment(aws), ...env } })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
    expect(way.seen).toHaveLength((await aws.requests()).length)
    expect(new Set(way.seen)).toEqual(new Set([`http://${AWS_HOST}`]))
  })

  test('is asked directly when NO_PROXY exempts it', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await using way = await proxy({})

    const env = { HTTP_PROXY: way.url, NO_PROXY: '127.0.0.1' }
    const end = await deployStep(aws, {}, { env: { ...jobEnvironment(aws), ...env } })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
    expect(way.seen).toEqual([])
  })

  onNode24('is asked through a tunnel of HTTPS_PROXY, whose refusal is told', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await using way = await proxy({})

    const env = { AWS_ENDPOINT_URL_APPCONFIG: '', HTTPS_PROXY: way.url }
    const end = await deployStep(aws, {}, { env: { ...jobEnvironment(aws), ...env } })

    expect(end.exitCode).toBe(1)
    expect(new Set(way.seen)).toEqual(new Set(['CONNECT appconfig.us-east-1.amazonaws.com:443']))
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(/^AppConfig in us-east-1 could not be reached for \w+\.[^]*proxy/),
    ])
  })

  onNode24('gives a role through the proxy as well', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await using github = await tokenServer()
    await using way = await proxy({ [AWS_HOST]: portOf(aws), 'sts.test': portOf(aws) })

    const env = {
      ...github.env,
      AWS_ENDPOINT_URL_APPCONFIG: `http://${AWS_HOST}`,
      AWS_ENDPOINT_URL_STS: 'http://sts.test',
      HTTP_PROXY: way.url,
      NO_PROXY: '127.0.0.1',
    }
    const end = await deployStep(aws, { 'role-to-assume': ROLE }, { env: { ...jobEnvironment(aws), ...env } })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
    expect(new Set(way.seen)).toEqual(new Set(['http://sts.test', `http://${AWS_HOST}`]))
  })
})

test('GitHub is asked for a token through HTTP_PROXY', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
  await using github = await tokenServer()
  await using way = await proxy({ [TOKEN_HOST]: github.port })

  const env = {
    ...github.env,
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://${TOKEN_HOST}/token?api-version=2.0`,
    AWS_ENDPOINT_URL: aws.url,
    HTTP_PROXY: way.url,
    NO_PROXY: '127.0.0.1',
  }
  const end = await deployStep(aws, { 'role-to-assume': ROLE }, { env: { ...jobEnvironment(aws), ...env } })

  expect(annotations(end, 'error')).toEqual([])
  expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
  expect(github.requests).toHaveLength(1)
  expect(way.seen).toEqual([`CONNECT ${TOKEN_HOST}:80`])
})

test('GitHub is told of the deployment through HTTP_PROXY', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
  await using github = await startGithubApi()
  await using way = await proxy({ [API_HOST]: Number(new URL(github.url).port) })

  const env = { HTTP_PROXY: way.url, NO_PROXY: '127.0.0.1' }
  const end = await pullRequestStep(aws, github, { apiUrl: `http://${API_HOST}`, env })

  expect(annotations(end, 'warning')).toEqual([])
  expect(github.comments()).toHaveLength(1)
  expect(statesOfDeployments(github)).toEqual([['in_progress', 'success']])
  expect(new Set(way.seen)).toEqual(new Set([`CONNECT ${API_HOST}:80`]))
})

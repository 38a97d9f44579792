import findMyWay, { type HTTPMethod } from 'find-my-way'
import { isImplemented } from './model/implementations.js'
import { type OperationName, type OperationRoute, operationRoutes } from './operations.js'

export type ServedRoute = OperationRoute & { readonly name: OperationName }

export interface Matched {
  readonly route: ServedRoute
  /** The labels of the path, decoded. */
  readonly labels: Readonly<Record<string, string | undefined>>
}

/** Finds the operation of a method and path among those of the SDK's schemas that the simulator answers. */
export function operationRouter(): (method: string, path: string) => Matched | undefined {
  // ARNs in a path are long: the router's default stops at 100 characters.
  const router = findMyWay({ maxParamLength: 4096, caseSensitive: true })
  const routes = new Map<unknown, ServedRoute>()
  for (const route of operationRoutes().filter(isServed)) {
    routes.set(route.name, route)
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    router.on(httpMethod(route.method), path, () => undefined, route.name)
  }
  return (method, path) => {
    const found = isHttpMethod(method) ? router.find(method, path) : null
    if (found === null) return undefined
    const route = routes.get(found.store)
    return route === undefined ? undefined : { route, labels: found.params }
  }
}

const isServed = (route: OperationRoute): route is ServedRoute => isImplemented(route.name)

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

const isHttpMethod = (method: string): method is HTTPMethod => METHODS.has(method)

function httpMethod(method: string): HTTPMethod {
  if (isHttpMethod(method)) return method
  throw new Error(`The SDK has a route with the method ${method}`)
}

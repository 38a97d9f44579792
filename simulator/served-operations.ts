import { isImplemented } from './model/implementations.js'
import { operationRoutes } from './operations.js'
import { STS_OPERATIONS } from './sts.js'

/** An operation of AppConfig or STS, and whether the simulator answers it. */
export interface ServedOperation {
  readonly name: string
  /** Method and path, as the model has them. */
  readonly request: string
  readonly isServed: boolean
}

/** Every operation of the SDK's AppConfig client, and those of STS that are served; what is served comes first. */
export function servedOperations(): readonly ServedOperation[] {
  const routes = operationRoutes().map(({ name, method, path }) => ({
    name,
    request: `${method} ${path}`,
    isServed: isImplemented(name),
  }))
  const sts = STS_OPERATIONS.map((name) => ({
    name,
    request: `POST / with Action=${name}`,
    isServed: true,
  }))
  const served = [...routes.filter(({ isServed }) => isServed), ...sts]
  return [...served, ...routes.filter(({ isServed }) => !isServed)]
}

import type { NamedResource } from '../../deployment/deployment.js'
import type { Run } from '../run.js'

/** What the inputs mean in AWS, by kind; what a run has none of is left out. */
export type FoundResources = Readonly<
  Partial<Record<'application' | 'environment' | 'profile' | 'strategy', NamedResource | undefined>>
>

const KINDS = {
  application: 'Application',
  environment: 'Environment',
  profile: 'Configuration profile',
  strategy: 'Deployment strategy',
} as const
const WIDTH = Math.max(...Object.values(KINDS).map((kind) => kind.length))

/** Shows, folded, which resources the names in the inputs were found to mean. */
export function logResources(found: FoundResources, run: Run): void {
  const lines = (['application', 'environment', 'profile', 'strategy'] as const).flatMap((kind) => {
    const resource = found[kind]
    return resource === undefined ? [] : [`${KINDS[kind].padEnd(WIDTH)}  ${resource.name}  ${idOf(resource)}`]
  })
  run.log.group(`Resources in ${run.aws.connection.region}`, lines)
}

/** A predefined strategy is named like its ID, and an environment that is still to be created has none. */
function idOf({ id, name }: NamedResource): string {
  if (id === '') return '(not there yet)'
  return id === name ? '' : `(${id})`
}

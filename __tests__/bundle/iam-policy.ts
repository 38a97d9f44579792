/** What a policy has to allow for one request: an action, on each of its resources. */
export interface Permission {
  readonly action: string
  readonly resources: readonly string[]
}

/** An Allow statement, with lists in the place of single texts. */
export interface Statement {
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/** The statements of a policy document. Fails the test for one that allows nothing in a form known here. */
export function statementsOf(document: string): readonly Statement[] {
  const policy = JSON.parse(document) as { Version: string; Statement: readonly Record<string, unknown>[] }
  if (policy.Version !== '2012-10-17') throw new Error(`The policy has the version ${policy.Version}`)
  return policy.Statement.map(({ Sid, Effect, Action, Resource }) => {
    if (Effect !== 'Allow' || typeof Sid !== 'string' || !/^[A-Za-z0-9]+$/.test(Sid)) {
      throw new Error(`${String(Sid)} is no statement with a Sid that allows`)
    }
    return { sid: Sid, actions: list(Action), resources: list(Resource) }
  })
}

/** The needs that no statement allows, in words. IAM decides for each resource of a request by itself. */
export function refusedBy(statements: readonly Statement[], needs: readonly Permission[]): readonly string[] {
  const refused = needs.flatMap(({ action, resources }) =>
    resources
      .filter((resource) => !statements.some((statement) => allows(statement, action, resource)))
      .map((resource) => `${action} on ${resource}`),
  )
  return [...new Set(refused)]
}

/** The actions, and the resources of each statement, that none of the needs has any use for. */
export function needlessIn(
  statements: readonly Statement[],
  needs: readonly Permission[],
): readonly string[] {
  return statements.flatMap((statement) => [
    ...statement.actions
      .filter((action) => !needs.some((need) => matches(action, need.action)))
      .map((action) => `${statement.sid}: ${action}`),
    ...statement.resources
      .filter(
        (pattern) =>
          !needs.some(
            ({ action, resources }) =>
              statement.actions.some((allowed) => matches(allowed, action)) &&
              resources.some((resource) => matches(pattern, resource)),
          ),
      )
      .map((pattern) => `${statement.sid}: ${pattern}`),
  ])
}

function allows(statement: Statement, action: string, resource: string): boolean {
  return (
    statement.actions.some((pattern) => matches(pattern, action)) &&
    statement.resources.some((pattern) => matches(pattern, resource))
  )
}

/** `*` in a pattern is any text, slashes and all. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`).test(text)
}

function list(value: unknown): readonly string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.map((entry) => {
    if (typeof entry !== 'string') throw new Error(`${JSON.stringify(value)} is no text and no list of texts`)
    return entry
  })
}

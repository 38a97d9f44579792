import type { Started } from './step-run.js'

/** The environment in which the runner starts the process of a step. */
export function runnerVariables({
  contexts,
  env,
  state,
  surroundings,
}: Started): Readonly<Record<string, string>> {
  const github = Object.entries(contexts['github'] ?? {}).flatMap(([name, value]) =>
    name === 'token' || typeof value !== 'string' ? [] : [[`GITHUB_${name.toUpperCase()}`, value] as const],
  )
  return {
    ...Object.fromEntries(github),
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: state.workspace,
    GITHUB_EVENT_PATH: state.eventPath,
    // Without this permission a job does not even know where to ask.
    ...(state.permissions['id-token'] === 'write'
      ? { ACTIONS_ID_TOKEN_REQUEST_URL: surroundings.tokenUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job' }
      : {}),
    ...env,
  }
}

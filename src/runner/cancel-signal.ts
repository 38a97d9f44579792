/** The runner sends SIGINT, then SIGTERM 7.5 s later; on Windows CTRL_C arrives as SIGINT and CTRL_BREAK as SIGBREAK. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const

/**
 * A signal that is aborted when the runner cancels the step. Further signals change nothing, so that nothing cuts
 * short what is done about the first.
 */
export function cancelSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of SIGNALS) {
    process.on(name, () => {
      controller.abort()
    })
  }
  return controller.signal
}

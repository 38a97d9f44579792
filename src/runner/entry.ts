import { basename } from 'node:path'

/**
 * Whether the runner started this process for `runs.post` of action.yml. Its file there is `post.js`, which loads the
 * same bundle as `index.js`. Nothing that `main` saves decides this: a `main` that was killed while Node.js started
 * has saved nothing, and must not be run again as `post`.
 * @param entryFile the file that Node.js was started with
 */
export function isPost(entryFile = process.argv[1] ?? ''): boolean {
  return /^post(?:-entry)?\.[jt]s$/.test(basename(entryFile))
}

/**
 * Ends the process once everything written to standard output has left it. A request that hangs, and that nothing
 * waits for any more, would keep the process alive for minutes.
 */
export function endProcess(): void {
  process.stdout.write('', () => process.exit())
}

/**
 * Keeps the process alive when what it writes to is closed: the deployment is what counts, and a cancel must still be
 * able to stop it.
 */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

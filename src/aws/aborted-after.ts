/**
 * A signal that is aborted some time after another one, so that what is in flight at a cancel can still be answered.
 * @param delayMs in milliseconds of the machine's time
 * @returns the signal, to be disposed of when nothing waits for it any more
 */
export function abortedAfter(
  signal: AbortSignal,
  delayMs: number,
): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const begin = () => {
    timer = setTimeout(() => {
      controller.abort(signal.reason)
    }, delayMs)
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', begin)
    },
  }
}

/** Runs after the step. */
export async function post(): Promise<void> {
  await Promise.resolve()
}

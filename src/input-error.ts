/** What is wrong with the inputs, one sentence for each problem, each beginning with the input's name. */
export class InputError extends Error {
  override readonly name = 'InputError'
  constructor(readonly problems: readonly string[]) {
    super(
      problems.length === 1
        ? (problems[0] ?? '')
        : [`The inputs have ${problems.length} problems:`, ...problems.map((problem) => `- ${problem}`)].join(
            '\n',
          ),
    )
  }
}

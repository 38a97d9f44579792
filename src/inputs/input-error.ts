/** Something that is wrong at a place in a file of the workspace, with line and column from 1. */
export interface FileProblem {
  readonly file: string
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** What is wrong with the inputs, one sentence for each problem, each beginning with the input's name. */
export class InputError extends Error {
  override readonly name = 'InputError'
  constructor(
    readonly problems: readonly string[],
    readonly annotations: readonly FileProblem[] = [],
  ) {
    super(
      problems.length === 1
        ? (problems[0] ?? '')
        : [`The inputs have ${problems.length} problems:`, ...problems.map((problem) => `- ${problem}`)].join(
            '\n',
          ),
    )
  }
}

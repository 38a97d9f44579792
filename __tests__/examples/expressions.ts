import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { truthy } from '@actions/expressions/result'

/** What a context holds, as plain values. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** The contexts that may be named in a place of a workflow; any other one is an error. */
export type Contexts = Readonly<Record<string, Value>>

/** What the status functions answer in a condition: of the jobs in `needs`, or of the steps so far. */
export interface Status {
  readonly success: boolean
  readonly failure: boolean
}

type Functions = NonNullable<ConstructorParameters<typeof Evaluator>[2]>

/** A text with every `${{ }}` in it evaluated by GitHub's own implementation of its expressions. */
export function interpolated(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluated(expression, contexts, new Map()).coerceString(),
  )
}

/** A mapping of texts, such as `with:`, `env:` or `outputs:`, evaluated. */
export function interpolatedValues(
  texts: Readonly<Record<string, unknown>> | undefined,
  contexts: Contexts,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, text]) => [name, interpolated(String(text), contexts)]),
  )
}

/** Whether an `if:` holds. Without a status function in it, it holds only after success. */
export function holds(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  if (condition === undefined) return status.success
  const expression = /^\s*\$\{\{((?:(?!\$\{\{).)*)\}\}\s*$/s.exec(condition)?.[1] ?? condition
  if (expression.includes('${{'))
    throw new Error(`This condition is text and expression at once: ${condition}`)
  const functions = statusFunctions(status)
  const asksForStatus = /\b(?:success|failure|always|cancelled)\s*\(/i.test(expression)
  const whole = asksForStatus ? expression : `success() && (${expression})`
  return truthy(evaluated(whole, contexts, functions))
}

function evaluated(expression: string, contexts: Contexts, functions: Functions): data.ExpressionData {
  try {
    const { tokens } = new Lexer(expression.trim()).lex()
    const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse()
    return new Evaluator(tree, new Declared(contexts), functions).evaluate()
  } catch (error) {
    throw new Error(`\${{${expression}}}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/**
 * Reading what nobody declared is an error here, where GitHub makes an empty text of it: in an example it is a
 * mistyped name.
 */
class Declared extends data.Dictionary {
  constructor(values: Readonly<Record<string, Value>>) {
    super(...Object.entries(values).map(([key, value]) => ({ key, value: expressionData(value) })))
  }

  override get(key: string): data.ExpressionData {
    const value = super.get(key)
    if (value !== undefined) return value
    const names = this.pairs().map((pair) => pair.key)
    throw new Error(`there is no ${key}; there is ${names.length === 0 ? 'nothing' : names.join(', ')}`)
  }
}

function expressionData(value: Value): data.ExpressionData {
  if (value === null) return new data.Null()
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (isList(value)) return new data.Array(...value.map(expressionData))
  return new Declared(value)
}

// Array.isArray does not tell a readonly list from an object.
const isList = (value: object): value is readonly Value[] => Array.isArray(value)

/** `cancelled()` is not among them: nothing cancels a run here. */
function statusFunctions({ success, failure }: Status): Functions {
  const answers = { success, failure, always: true }
  return new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
    ]),
  )
}

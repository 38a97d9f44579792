import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

/** A text of the source that people may be shown as, or in, an error or a warning. */
export interface SourceText {
  readonly place: string
  readonly text: string
  /** Matches a message in which the text stands, whatever its variable parts are. */
  readonly pattern: RegExp
}

const SRC = join(import.meta.dirname, '..', '..', '..', 'src')
/** Problems in the content of a file are shown at their lines, under one title. */
const CONTENT = 'configuration/'
/** The variable of tests and demos is no input. */
const CLOCK = 'aws/clock.ts'
/** Stands for what differs: no text of the source has it. */
const HOLE = '\0'

/**
 * The texts that the source gives to an error, an outcome that failed, an input's problem or a warning, wherever it
 * does: an error that is added has its text here without anybody thinking of it.
 */
export function textsOfSource(): readonly SourceText[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(CONTENT) && path !== CLOCK)
    .sort()
    .flatMap(textsOfFile)
}

function textsOfFile(path: string): readonly SourceText[] {
  const file = join(SRC, path)
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: SourceText[] = []
  const visit = (node: ts.Node): void => {
    for (const text of toldBy(node).flatMap((expression) => literalsOf(expression, source))) {
      // A word by itself, or what joins two texts, is none.
      if (!/[a-z]{2}[^a-z]+[a-z]{2}/i.test(text.replaceAll(HOLE, ' '))) continue
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      found.push({
        place: `src/${relative(SRC, file).replaceAll('\\', '/')}:${line + 1}`,
        text: text.replaceAll(HOLE, '…'),
        pattern: new RegExp(
          text
            .split(HOLE)
            .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
            .join('[^]*?'),
          // A part of a sentence may become its beginning.
          'i',
        ),
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The expressions of a node that people are told. */
function toldBy(node: ts.Node): readonly ts.Expression[] {
  if (ts.isNewExpression(node) && node.expression.getText().endsWith('Error')) return node.arguments ?? []
  if (ts.isPropertyAssignment(node) && /^(message|problem)$/.test(node.name.getText()))
    return [node.initializer]
  if (ts.isShorthandPropertyAssignment(node) && /^(message|problem)$/.test(node.name.text)) return [node.name]
  if (ts.isReturnStatement(node)) {
    return node.expression !== undefined && isOfTellingFunction(node) ? [node.expression] : []
  }
  if (!ts.isCallExpression(node)) return []
  const called = node.expression
  if (called.kind === ts.SyntaxKind.SuperKeyword) return node.arguments
  if (ts.isIdentifier(called)) return /^(rejected|problem)$/.test(called.text) ? node.arguments : []
  if (!ts.isPropertyAccessExpression(called)) return []
  const isPush = called.name.text === 'push' && called.expression.getText().endsWith('problems')
  return isPush || /^(fail|warn|warning)$/.test(called.name.text) ? node.arguments : []
}

/** What such a function returns is told as it is, or within a message: its name says so. */
const TELLING = /^(?:warning|advice|reason)$|(?:Warning|Problem|Advice|Message)$/

function isOfTellingFunction(from: ts.Node): boolean {
  for (let node = from.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return false
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
      return TELLING.test(node.name?.getText() ?? '')
    }
  }
  return false
}

/** The texts that an expression may be, without what is put into them. */
function literalsOf(node: ts.Node | undefined, source: ts.SourceFile): readonly string[] {
  if (node === undefined) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) {
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(HOLE)]
  }
  if (ts.isConditionalExpression(node)) {
    return [node.whenTrue, node.whenFalse].flatMap((part) => literalsOf(part, source))
  }
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [node.left, node.right].map((part) => literalsOf(part, source))
    return left?.length === 1 && right?.length === 1 ? [left.join() + right.join()] : []
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((part) => literalsOf(part, source))
  if (ts.isParenthesizedExpression(node) || ts.isSpreadElement(node))
    return literalsOf(node.expression, source)
  if (ts.isArrowFunction(node)) return literalsOf(node.body, source)
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    // `[…].join('\n')`, `list.map((item) => …)`
    const { expression, name } = node.expression
    return [
      ...literalsOf(expression, source),
      ...(name.text === 'map' ? node.arguments : []).flatMap((part) => literalsOf(part, source)),
    ]
  }
  return ts.isIdentifier(node) ? literalsOf(initializerOf(node.text, node), source) : []
}

/** What a constant of an enclosing block is set to. */
function initializerOf(name: string, from: ts.Node): ts.Expression | undefined {
  for (let block: ts.Node = from.parent; !ts.isSourceFile(block); block = block.parent) {
    if (!ts.isBlock(block)) continue
    for (const statement of block.statements) {
      if (!ts.isVariableStatement(statement)) continue
      const found = statement.declarationList.declarations.find(({ name: own }) => own.getText() === name)
      if (found !== undefined) return found.initializer
    }
  }
  return undefined
}

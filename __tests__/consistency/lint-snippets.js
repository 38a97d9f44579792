import { ESLint } from 'eslint'
import ts from 'typescript-eslint'

// Lints the snippets of standard input, [{ file, code }], as files of this repository that need not exist, and writes
// the rules that each breaks. A process of its own, since Jest would load the linter and TypeScript module by module.
const snippets = JSON.parse(await text(process.stdin))
const withoutTypes = {
  files: ['**/*.ts'],
  ...ts.configs.disableTypeChecked,
  languageOptions: { parserOptions: { projectService: false, program: null } },
}
const eslint = new ESLint({ overrideConfig: [withoutTypes] })
const rules = []
for (const { file, code } of snippets) {
  const [result] = await eslint.lintText(code, { filePath: file })
  rules.push(result.messages.map(({ ruleId, message }) => ruleId ?? message))
}
console.log(JSON.stringify(rules))

async function text(stream) {
  let all = ''
  for await (const part of stream) all += part
  return all
}

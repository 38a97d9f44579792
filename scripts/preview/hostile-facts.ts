import type { SummaryFacts } from '../../src/deployment/facts.js'
import { rolledBackFacts } from './sample-facts.js'

/** A text that tries to become an element, a script, a request, a table, a chart, a mention and a command. */
export const HOSTILE_TEXT = [
  '</code></td></table></details><script>document.title="owned"</script>',
  '<img src="https://evil.example/pixel.png" onerror="document.title=\'owned\'">',
  '![x](https://evil.example/image.png) [x](javascript:alert(1)) https://evil.example @octocat #1',
  '| a | b | `` ``` ~~~ **bold** \\',
  '```mermaid\ngantt\n  click a href "https://evil.example"\n```',
  '%%{init: {"securityLevel": "loose"}}%% :crit, milestone',
  '\n## Heading\n> [!CAUTION]\n> alert\n\n::error::owned ##[error]owned',
].join(' ')

/** The facts of a rollback in which every text from outside is hostile. */
export function hostileFacts(text = HOSTILE_TEXT): SummaryFacts {
  const named = { id: text, name: text }
  const invocation = {
    extensionIdentifier: text,
    actionName: text,
    uri: text,
    errorCode: text,
    errorMessage: text,
    invocationId: text,
  }
  const facts = rolledBackFacts({
    rolledBack: { afterMinutes: 18.5, by: text, text },
    invocations: { ROLLBACK_STARTED: [invocation] },
    changes: { configurationName: text, configurationVersion: text, versionLabel: text, kmsKeyArn: text },
  })
  const applied = { extensionId: text, versionNumber: 4, associationId: text, parameters: { [text]: text } }
  return {
    ...facts,
    application: named,
    environment: named,
    profile: named,
    strategy: named,
    description: text,
    region: text,
    kms: { requested: text, arn: text },
    publishedExtension: {
      ...named,
      arn: text,
      version: 4,
      reused: false,
      association: { change: 'replaced', resource: text, previousVersion: 3 },
    },
    appliedExtensions: [{ applied, name: text, warning: text }],
    run: { actor: text, repository: text, sha: text, runUrl: text },
    fileProblems: [{ file: text, line: 1, message: text }],
    warnings: [text],
  }
}

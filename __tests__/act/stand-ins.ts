import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const STAND_INS = join(import.meta.dirname, 'stand-ins')

/** Where act is to find the actions that it would fetch from GitHub. `actions/checkout` it does by itself. */
const FOLDERS: Readonly<Record<string, string>> = {
  'actions/setup-node': join(STAND_INS, 'setup-node'),
  'aws-actions/configure-aws-credentials': join(STAND_INS, 'configure-aws-credentials'),
}

/**
 * The actions that a workflow uses as act is to be told of them: `owner/repository@ref=folder`.
 * @param ownAction the folder with the version of this action that a workflow gets for a tag
 */
export function standIns(workflow: string, ownAction: string): readonly string[] {
  const folders: Readonly<Record<string, string>> = {
    ...FOLDERS,
    'appconfig-deploy/appconfig-deploy': ownAction,
  }
  const used = readFileSync(workflow, 'utf8').matchAll(/uses: ([\w-]+\/[\w-]+)@(\S+)/g)
  return [...used].flatMap(([, name = '', ref = '']) =>
    folders[name] === undefined ? [] : [`${name}@${ref}=${folders[name]}`],
  )
}

import { parseArnOf } from '../../deployment/arn.js'
import { type Parsed, parsed, rejected } from './parsed.js'

/** How AppConfig names a kind of resource within an ARN. */
export type ArnStep = 'application' | 'environment' | 'configurationprofile' | 'deploymentstrategy'

/**
 * The name or ID of a resource, within the length that AppConfig's API gives its name. An ARN is neither: AppConfig
 * does not find a resource by it.
 */
export function parseResourceReference(text: string, step: ArnStep, maxLength: number): Parsed<string> {
  if (text.startsWith('arn:')) {
    const steps = parseArnOf('appconfig', text)?.resource.split('/') ?? []
    const id = steps.includes(step) ? steps[steps.indexOf(step) + 1] : undefined
    const advice = id === undefined ? '' : ` The ID in this ARN is ${id}.`
    return rejected(`must be a name or an ID, not an ARN.${advice}`)
  }
  return text.length > maxLength
    ? rejected(`has ${text.length} characters; AppConfig allows at most ${maxLength}.`)
    : parsed(text)
}

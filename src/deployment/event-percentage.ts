import type { DeploymentEvent } from './deployment.js'

// AppConfig writes `Configuration available to 25.00% of clients`.
const PERCENTAGE = /(\d{1,3}(?:\.\d{1,6})?) ?%/

/**
 * The percentage of the targets that an event speaks of: read from the text of a PERCENTAGE_UPDATED, 0 at
 * the start, 100 from the bake time on. Undefined for any other event, and for a text without a percentage.
 */
export function eventPercentage(event: DeploymentEvent): number | undefined {
  switch (event.type) {
    case 'PERCENTAGE_UPDATED': {
      const percentage = Number(PERCENTAGE.exec(event.description)?.[1])
      return percentage <= 100 ? percentage : undefined
    }
    case 'DEPLOYMENT_STARTED':
      return 0
    case 'BAKE_TIME_STARTED':
    case 'DEPLOYMENT_COMPLETED':
      return 100
    default:
      return undefined
  }
}

/** The highest percentage that an event log speaks of; undefined when it speaks of none. */
export function highestPercentage(events: readonly DeploymentEvent[]): number | undefined {
  return events.reduce<number | undefined>((highest, event) => {
    const percentage = eventPercentage(event)
    return percentage === undefined ? highest : Math.max(highest ?? 0, percentage)
  }, undefined)
}

import { type Parsed, parsed, quoted, rejected } from './parsed.js'
import { probablyMeant, type Synonyms } from './similarity.js'

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/
const ZONE = /^([a-z]{2,4}(?:-[a-z]+)+-\d)(?:[a-z]|-[a-z]{3}-\d[a-z])$/

/** Regions for suggestions only: any text of the form of a region may be a new one. */
const REGIONS: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'],
  ...['ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['eu-north-1', 'eu-south-1', 'eu-south-2', 'eusc-de-east-1'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7'],
  ...['ap-south-1', 'ap-south-2', 'ap-east-1', 'ap-east-2', 'cn-north-1', 'cn-northwest-1'],
  ...['af-south-1', 'il-central-1', 'me-central-1', 'me-south-1'],
]

/** The names that the AWS console shows. */
const PLACES: Synonyms = {
  virginia: ['us-east-1'],
  'n. virginia': ['us-east-1'],
  ohio: ['us-east-2'],
  california: ['us-west-1'],
  oregon: ['us-west-2'],
  montreal: ['ca-central-1'],
  'são paulo': ['sa-east-1'],
  frankfurt: ['eu-central-1'],
  zurich: ['eu-central-2'],
  ireland: ['eu-west-1'],
  london: ['eu-west-2'],
  paris: ['eu-west-3'],
  stockholm: ['eu-north-1'],
  milan: ['eu-south-1'],
  spain: ['eu-south-2'],
  tokyo: ['ap-northeast-1'],
  seoul: ['ap-northeast-2'],
  osaka: ['ap-northeast-3'],
  singapore: ['ap-southeast-1'],
  sydney: ['ap-southeast-2'],
  mumbai: ['ap-south-1'],
  'hong kong': ['ap-east-1'],
  beijing: ['cn-north-1'],
}

/** A region of AWS by its code. It becomes part of a host name, so its form is checked. */
export function parseRegion(text: string): Parsed<string> {
  if (REGION.test(text)) return parsed(text)
  const zone = ZONE.exec(text.toLowerCase())?.[1]
  if (zone !== undefined) {
    return rejected(`is ${quoted(text)}, an availability zone; it must be a region. Did you mean ${zone}?`)
  }
  const meant = probablyMeant(text, REGIONS, PLACES)
  const advice = meant === undefined ? '' : ` Did you mean ${meant}?`
  return rejected(`is ${quoted(text)}; it must be a region such as eu-central-1.${advice}`)
}

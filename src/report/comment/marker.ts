/** What one comment on a pull request is about. Names are untrusted. */
export interface CommentTarget {
  /** The ID of the AWS account, where it is known: another account can have the same names. */
  readonly account?: string
  readonly region: string
  readonly application: string
  readonly environment: string
  readonly configurationProfile: string
}

const START = '<!-- appconfig-deploy '
const END = ' -->'

/** The first line of a target's comment: an HTML comment, which GitHub does not show, and which no name can end. */
export function commentMarker(target: CommentTarget): string {
  const pairs = [
    ...(target.account === undefined ? [] : [`account=${encoded(target.account)}`]),
    `region=${encoded(target.region)}`,
    `application=${encoded(target.application)}`,
    `environment=${encoded(target.environment)}`,
    `configuration-profile=${encoded(target.configurationProfile)}`,
  ]
  return `${START}${pairs.join(' ')}${END}`
}

/** The target that the first line of a comment's body names; undefined for a body that begins otherwise. */
export function markedTarget(body: string): CommentTarget | undefined {
  const line = body.split(/\r?\n/, 1)[0] ?? ''
  if (!line.startsWith(START) || !line.endsWith(END)) return undefined
  const pairs = new Map(
    line
      .slice(START.length, -END.length)
      .split(' ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), decoded(pair.slice(pair.indexOf('=') + 1))]),
  )
  const account = pairs.get('account')
  const region = pairs.get('region')
  const application = pairs.get('application')
  const environment = pairs.get('environment')
  const configurationProfile = pairs.get('configuration-profile')
  if (region === undefined || application === undefined) return undefined
  if (environment === undefined || configurationProfile === undefined) return undefined
  const names = { region, application, environment, configurationProfile }
  return account === undefined ? names : { account, ...names }
}

/** Whether two targets are the same, and so have one comment. */
export function isSameTarget(one: CommentTarget, other: CommentTarget): boolean {
  return commentMarker(one) === commentMarker(other)
}

/** Two hyphens would end an HTML comment; blanks separate the pairs, and halves of surrogate pairs have no encoding. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/-(?=-)|-$/g, '%2D')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

import type { Measured, MeasuredClass } from './measure.js'

const PANEL = { width: 400, height: 300, left: 62, top: 56, gap: 76 }
const WIDTH = PANEL.left + 2 * PANEL.width + PANEL.gap + 24
const HEIGHT = PANEL.top + PANEL.height + 134
const REQUESTS = { low: 3, high: 40_000, ticks: [10, 100, 1000, 10_000] }
const LAG = { low: 0.4, high: 120, ticks: [0.5, 1, 2, 5, 10, 20, 60, 120] }
/** Colours that people with any sight tell apart (Okabe and Ito), in the order of the pollers. */
const COLOURS = ['#d55e00', '#0072b2', '#56b4e9', '#009e73', '#cc79a7', '#000000', '#888888']
/** Where two pollers have the same dots, the later one in the list shows as a ring around the other's. */
const RADIUS = [5, 3.5, 3.5, 3.5, 6, 6, 4]
/** A mean of the ends that a poller did see says little when it gave up on most. */
const MAX_GIVEN_UP = 0.5

interface Panel {
  readonly title: string
  readonly x: number
  readonly lag: (measured: Measured) => number
}

/** Mean lag against mean requests, both logarithmic, as an SVG: a point for each class of length, joined by poller. */
export function plot(classes: readonly MeasuredClass[]): string {
  const panels: readonly Panel[] = [
    { title: 'Lag of completion', x: PANEL.left, lag: ({ completion }) => completion.mean },
    {
      title: 'Lag of rollback',
      x: PANEL.left + PANEL.width + PANEL.gap,
      lag: ({ rollback }) => rollback.mean,
    },
  ]
  const pollers = classes[0]?.measured.map(({ poller }) => poller) ?? []
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(WIDTH / 2, 22, 'How late an end is noticed, and what that costs', 'middle', 'font-size="16"'),
    ...panels.flatMap((panel) => [
      ...axes(panel),
      ...pollers.flatMap((_, index) => series(classes, index, panel)).reverse(),
    ]),
    ...legend(pollers),
    '</svg>',
    '',
  ].join('\n')
}

function axes({ title, x }: Panel): readonly string[] {
  const bottom = PANEL.top + PANEL.height
  return [
    text(x + PANEL.width / 2, PANEL.top - 10, `${title}: mean, in seconds`, 'middle', 'font-weight="bold"'),
    ...REQUESTS.ticks.flatMap((tick) => [
      line(xOf(tick, x), PANEL.top, xOf(tick, x), bottom),
      text(xOf(tick, x), bottom + 18, tick.toLocaleString('en-US'), 'middle'),
    ]),
    ...LAG.ticks.flatMap((tick) => [
      line(x, yOf(tick), x + PANEL.width, yOf(tick)),
      text(x - 8, yOf(tick) + 4, String(tick), 'end'),
    ]),
    `<rect x="${x}" y="${PANEL.top}" width="${PANEL.width}" height="${PANEL.height}" fill="none" stroke="#444"/>`,
    text(x + PANEL.width / 2, bottom + 38, 'requests for a deployment: mean', 'middle'),
  ]
}

function series(classes: readonly MeasuredClass[], index: number, { x, lag }: Panel): readonly string[] {
  const points = classes.flatMap(({ name, measured }) => {
    const poller = measured[index]
    if (poller === undefined || poller.givenUp > MAX_GIVEN_UP || lag(poller) === 0) return []
    return [{ name, x: xOf(poller.requests.mean, x), y: yOf(lag(poller)) }]
  })
  const path = points
    .map((point, at) => `${at === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`)
    .join('')
  const colour = colourOf(index)
  const dots = points.map(
    (point) =>
      `<circle cx="${round(point.x)}" cy="${round(point.y)}" r="${RADIUS[index] ?? 4}" fill="${colour}"><title>${point.name}</title></circle>`,
  )
  return [
    ...dots,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${index === 0 ? 3 : 1.5}"/>`,
  ]
}

function legend(pollers: readonly string[]): readonly string[] {
  const columns = 4
  const column = (WIDTH - PANEL.left) / columns
  const top = PANEL.top + PANEL.height + 66
  return [
    ...pollers.flatMap((poller, index) => {
      const x = PANEL.left + (index % columns) * column
      const y = top + Math.floor(index / columns) * 20
      return [
        `<circle cx="${round(x)}" cy="${y - 4}" r="5" fill="${colourOf(index)}"/>`,
        text(x + 12, y, poller, 'start', index === 0 ? 'font-weight="bold"' : ''),
      ]
    }),
    text(
      PANEL.left - 5,
      top + 52,
      'Dots, from left to right: deployments of up to 5 min, 5 to 20 min, 20 min to 1 h, 1 to 6 h, 6 to 24 h, 24 to 48 h.',
      'start',
    ),
  ]
}

const colourOf = (index: number) => COLOURS[index] ?? '#000000'

const part = (value: number, { low, high }: { readonly low: number; readonly high: number }) =>
  Math.log(value / low) / Math.log(high / low)
const xOf = (requests: number, left: number) => left + part(requests, REQUESTS) * PANEL.width
const yOf = (lag: number) => PANEL.top + (1 - part(lag, LAG)) * PANEL.height
const round = (value: number) => value.toFixed(1)

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#ddd"/>`
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end', more = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${more === '' ? '' : ` ${more}`}>${words}</text>`
}

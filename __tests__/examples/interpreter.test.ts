import { describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { ALARM_ARN, course, deployments, logOf, PRODUCTION, shop } from './shop.js'
import type { Surroundings } from './surroundings.js'
import { workflowOf } from './workflow-file.js'
import { runWorkflow, type WorkflowEvent } from './workflow-run.js'

const PUSH: WorkflowEvent = { name: 'push' }
const ON = {
  push: null,
  workflow_dispatch: {
    inputs: { where: { type: 'choice', options: ['here', 'there'] }, number: { type: 'string' } },
  },
}
const CREDENTIALS = {
  uses: 'aws-actions/configure-aws-credentials@v5',
  with: { 'role-to-assume': '${{ vars.APPCONFIG_RELEASE_ROLE }}', 'aws-region': 'eu-central-1' },
}
const DEPLOY = {
  name: 'Deploy',
  id: 'deploy',
  uses: 'appconfig-deploy/appconfig-deploy@v1',
  with: {
    application: 'shop',
    environment: 'production',
    'configuration-profile': 'settings',
    'configuration-version': 'latest',
    'deployment-strategy': 'AppConfig.Linear20PercentEvery6Minutes',
  },
}

type Jobs = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Runs jobs, each with the keys that matter to a test, in a shop of their own unless there is one. */
async function run(jobs: Jobs, event = PUSH, surroundings?: Surroundings) {
  await using own = await shop()
  const whole = Object.fromEntries(
    Object.entries(jobs).map(([id, job]) => [id, { 'runs-on': 'ubuntu-latest', ...job }] as const),
  )
  const text = stringify({ on: ON, permissions: {}, jobs: whole })
  return await runWorkflow(workflowOf(text, 'test.yml'), event, surroundings ?? own.surroundings)
}

const shell = (...scripts: readonly string[]) => ({ steps: scripts.map((script) => ({ run: script })) })

describe('jobs', () => {
  test('run after those that they need, wherever they stand, and get their outputs', async () => {
    const ran = await run({
      second: {
        needs: 'first',
        ...shell('echo "${{ needs.first.outputs.word }}, ${{ needs.first.result }}"'),
      },
      first: {
        outputs: { word: '${{ steps.say.outputs.word }}' },
        steps: [{ id: 'say', run: 'echo word=hello >> "$GITHUB_OUTPUT"' }],
      },
    })

    expect(ran.jobs.map(({ id }) => id)).toEqual(['first', 'second'])
    expect(logOf(ran, 'second')).toBe('hello, success')
  })

  test('are not run when one that they need failed or was skipped, unless they say so', async () => {
    const ran = await run({
      broken: shell('exit 3', 'echo never'),
      after: { needs: 'broken', ...shell('echo never') },
      later: { needs: ['after'], ...shell('echo never') },
      rescue: { needs: 'broken', if: 'failure()', ...shell('echo rescued') },
      report: { needs: ['broken', 'after'], if: '${{ always() }}', ...shell('echo reported') },
    })

    expect(ran.conclusion).toBe('failure')
    expect(course(ran)).toEqual({
      'broken: failure': ['Run exit 3: failure', 'Run echo never: skipped'],
      'after: skipped': [],
      'later: skipped': [],
      'rescue: success': ['Run echo rescued: success'],
      'report: success': ['Run echo reported: success'],
    })
  })

  test('run when their condition holds', async () => {
    const ran = await run({
      pushed: { if: "github.event_name == 'push'", ...shell('echo') },
      dispatched: { if: "${{ github.event_name != 'push' }}", ...shell('echo') },
    })

    expect(Object.keys(course(ran))).toEqual(['pushed: success', 'dispatched: skipped'])
    expect(ran.conclusion).toBe('success')
  })

  test('of an environment wait for its reviewers', async () => {
    await using aShop = await shop()
    const approved: string[] = []
    const gated = { gated: { environment: 'production', ...shell('echo') } }
    const approve = (environment: string) => {
      approved.push(environment)
      return Promise.resolve()
    }

    const ran = await run(gated, PUSH, { ...aShop.surroundings, approve })

    expect(ran.conclusion).toBe('success')
    expect(approved).toEqual(['production'])
    await expect(run(gated)).rejects.toThrow('Nobody is there to approve the job gated')
  })

  test.each([
    [{}, 'cancelled'],
    [{ 'fail-fast': false }, 'success'],
  ])('of a matrix with %j run one after the other, those after a failure: %s', async (failFast, rest) => {
    const matrix = { region: ['a', 'b'], stage: ['test', 'live'] }
    const ran = await run({
      wave: {
        strategy: { 'max-parallel': 1, ...failFast, matrix },
        ...shell('test ${{ matrix.region }}-${{ matrix.stage }} != a-live'),
      },
      after: { needs: 'wave', ...shell('echo never') },
    })

    expect(Object.keys(course(ran))).toEqual([
      'wave (a, test): success',
      'wave (a, live): failure',
      `wave (b, test): ${rest}`,
      `wave (b, live): ${rest}`,
      'after: skipped',
    ])
  })
})

describe('steps', () => {
  test('run after a failure when they say so, or when it is passed over', async () => {
    const ran = await run({
      steps: {
        steps: [
          { name: 'first', id: 'first', 'continue-on-error': true, run: 'exit 1' },
          { name: 'told', run: 'echo "${{ steps.first.outcome }} ${{ steps.first.conclusion }}"' },
          { name: 'second', run: 'exit 1' },
          { name: 'rescue', if: 'failure()', run: 'echo' },
          { name: 'elsewhere', if: "always() && github.ref_name == 'other'", run: 'echo' },
          { name: 'last', if: "github.ref_name == 'main'", run: 'echo' },
        ],
      },
    })

    expect(course(ran)).toEqual({
      'steps: failure': [
        'first: success',
        'told: success',
        'second: failure',
        'rescue: success',
        'elsewhere: skipped',
        'last: skipped',
      ],
    })
    expect(logOf(ran, 'steps')).toContain('failure success')
  })

  test('have the variables of the job and their own', async () => {
    const ran = await run({
      env: {
        env: { A: 'job', B: 'job' },
        steps: [{ env: { B: '${{ env.B }} step' }, run: 'echo "$A, $B"' }, { run: 'echo "$B"' }],
      },
    })

    expect(logOf(ran, 'env')).toBe('job, job step\njob')
  })

  test.each([
    [{ name: 'workflow_dispatch' }, 'here none'],
    [{ name: 'workflow_dispatch', inputs: { where: 'there', number: '7' } }, 'there 7'],
    [PUSH, ' none'],
  ] as const)('have the inputs of %j', async (event, told) => {
    const ran = await run(
      { inputs: shell('echo "${{ inputs.where }} ${{ inputs.number || \'none\' }}"') },
      event,
    )

    expect(logOf(ran, 'inputs')).toBe(told)
  })
})

describe('the action', () => {
  const release = {
    release: {
      permissions: { 'id-token': 'write' },
      steps: [
        CREDENTIALS,
        DEPLOY,
        {
          name: 'Tell',
          run: 'echo "${{ steps.deploy.outputs.state }}, ${{ steps.deploy.outputs.kms-key-arn }}."',
        },
      ],
    },
  }

  test('is run as a process, with its outputs for the steps after it, and its post at the end', async () => {
    await using aShop = await shop()

    const ran = await run(release, PUSH, aShop.surroundings)

    expect(course(ran)).toEqual({
      'release: success': [
        'aws-actions/configure-aws-credentials: success',
        'Deploy: success',
        'Tell: success',
        'Post Deploy: success',
      ],
    })
    expect(logOf(ran, 'release')).toContain('COMPLETE, .')
    expect(await deployments(aShop.aws('eu-central-1'), PRODUCTION)).toMatchObject([{ State: 'COMPLETE' }])
  })

  test('that fails ends its job', async () => {
    await using aShop = await shop()
    const aws = aShop.aws('eu-central-1')
    let alarm: Promise<void> | undefined
    const onLine = (_: string, line: string) => {
      if (line.includes('20.00%')) alarm ??= aws.alarm('ALARM', ALARM_ARN)
    }

    const ran = await run(release, PUSH, { ...aShop.surroundings, onLine })
    await alarm

    expect(course(ran)).toEqual({
      'release: failure': [
        'aws-actions/configure-aws-credentials: success',
        'Deploy: failure',
        'Tell: skipped',
        'Post Deploy: success',
      ],
    })
    expect(await deployments(aws, PRODUCTION)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('gets the permissions of its job and no more', async () => {
    await using aShop = await shop()
    const step = {
      ...DEPLOY,
      with: {
        ...DEPLOY.with,
        'aws-region': 'eu-central-1',
        'role-to-assume': '${{ vars.APPCONFIG_WATCH_ROLE }}',
      },
    }

    const refused = await run({ release: { steps: [step] } }, PUSH, aShop.surroundings)
    const given = await run(
      { release: { permissions: { 'id-token': 'write' }, steps: [step] } },
      PUSH,
      aShop.surroundings,
    )

    expect(refused.conclusion).toBe('failure')
    expect(logOf(refused, 'release')).toContain('`permissions: id-token: write`')
    expect(given.conclusion).toBe('success')
    expect(aShop.tokens()).toBe(1)
  })
})

describe('what is not known is an error:', () => {
  const run1 = (script: string, job: object = {}) => ({ one: { ...job, ...shell(script) } })
  const use = (uses: string, inputs?: object) => ({ one: { steps: [{ uses, with: inputs }] } })
  const step = (keys: object) => ({ one: { steps: [{ run: 'echo', ...keys }] } })
  test.each<[string, Jobs, string | RegExp]>([
    ['a mistyped context', run1('echo ${{ neds.x }}'), "Unrecognized named-value: 'neds'"],
    [
      'a mistyped output',
      {
        a: { outputs: { x: 'y' }, ...shell('echo') },
        b: { needs: 'a', ...shell('echo ${{ needs.a.outputs.z }}') },
      },
      'there is no z; there is x',
    ],
    ['a variable that nobody set', run1('echo ${{ vars.NOBODY }}'), 'there is no NOBODY'],
    ['another action', use('actions/setup-node@v5'), 'does not know actions/setup-node@v5'],
    ['an input that action.yml lacks', use(DEPLOY.uses, { nothing: 1 }), 'action.yml has no input nothing'],
    ['an input of another action', use('actions/checkout@v5', { path: 'x' }), /know the input path/],
    ['a key of a step', step({ shell: 'sh' }), 'does not know test.yml: one: step: shell'],
    [
      'a key of a job',
      run1('echo', { 'timeout-minutes': 5 }),
      'does not know test.yml: one: timeout-minutes',
    ],
    ['jobs side by side', run1('echo', { strategy: { matrix: { a: ['b'] } } }), /one: a matrix side by side/],
    ['cancelled()', step({ if: 'cancelled()' }), /cancelled/],
    ['variables for later steps', run1('echo A=b >> "$GITHUB_ENV"'), 'does not know GITHUB_ENV'],
    ['a checkout without its permission', use('actions/checkout@v5'), 'contents: read'],
    ['a role without its permission', { one: { steps: [CREDENTIALS] } }, 'id-token: write'],
    [
      'a key that GitHub does not have',
      step({ usess: 'x' }),
      /GitHub would refuse this workflow:\n.*'usess'/,
    ],
  ])('%s', async (_, jobs, problem) => {
    await expect(run(jobs)).rejects.toThrow(problem)
  })

  test('an event that the workflow is not for', async () => {
    await expect(run(run1('echo'), { name: 'schedule' })).rejects.toThrow('does not run on schedule')
  })

  test.each<[Record<string, string>, string]>([
    [{ other: 'x' }, 'There is no input other'],
    [{ where: 'nowhere' }, 'nowhere is no choice of where'],
  ])('the inputs %j', async (inputs, problem) => {
    await expect(run(run1('echo'), { name: 'workflow_dispatch', inputs })).rejects.toThrow(problem)
  })
})

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { REPOSITORY } from '../../scripts/step-runner.js'

/** A repository in a folder of its own, gone at the end. */
export interface Repository extends Disposable {
  readonly folder: string
}

/** The repository of a shop that has taken over the examples as they are. */
export function shopRepository(): Repository {
  return repository((folder) => {
    cpSync(join(REPOSITORY, 'examples', 'configuration'), join(folder, 'configuration'), { recursive: true })
    cpSync(join(REPOSITORY, 'examples', 'workflows'), join(folder, '.github', 'workflows'), {
      recursive: true,
    })
    withoutQueue(join(folder, '.github', 'workflows'))
  })
}

/** This repository as it is, without what git ignores. */
export function thisRepository(): Repository {
  return repository((folder) => {
    for (const file of git(REPOSITORY, 'ls-files', '--cached', '--others', '--exclude-standard').split(
      '\n',
    )) {
      if (file === '') continue
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      cpSync(join(REPOSITORY, file), join(folder, file))
    }
  })
}

function repository(fill: (folder: string) => void): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-repository-'))
  fill(folder)
  git(folder, 'init', '--quiet', '--initial-branch', 'main')
  git(folder, 'remote', 'add', 'origin', 'https://github.com/octo-org/shop.git')
  git(folder, 'add', '--all')
  const author = ['-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com']
  git(folder, ...author, 'commit', '--quiet', '--message', 'All of it')
  return {
    folder,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** act 0.2.89 refuses `queue`, which GitHub has since 2026; it runs one workflow at a time, so nothing is lost. */
function withoutQueue(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ +queue: max\n/gm, ''))
  }
}

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

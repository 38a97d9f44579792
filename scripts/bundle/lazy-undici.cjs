// Takes the place of undici in the bundle. @actions/core and @actions/github import undici for requests that most runs
// do not make, and evaluating it takes longer than evaluating everything else. Here it is evaluated when it is used.
for (const name of ['fetch', 'ProxyAgent']) {
  Object.defineProperty(exports, name, { enumerable: true, get: () => require('undici/index.js')[name] })
}

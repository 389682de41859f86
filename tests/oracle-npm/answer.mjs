// Answers rows of the kind client_reference_npm: what two npm packages make of an image reference.
//
//     npm --prefix tests/oracle-npm ci
//     node tests/oracle-npm/answer.mjs < inputs.jsonl > client_reference_npm.jsonl
//
// Of a row that is read only `input` counts, so that the rows of another parser can be given.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { runInThisContext } from 'node:vm'

const require = createRequire(import.meta.url)
const { parseFamiliarName } = require('@swimlane/docker-reference')
const parseDockerImageName = require('parse-docker-image-name')

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const parts = '{registry, repository, tag, digest}, or null where it is refused'
const header = {
  source: '@swimlane/docker-reference parseFamiliarName, parse-docker-image-name',
  'version/commit': dependencies,
  node: process.version,
  fields: {
    input: 'the string that is parsed',
    swimlane: parts,
    parse_docker_image_name: `the same; nothing is filled in`
  }
}

function swimlane (input) {
  try {
    const { domain, repository, tag, digest } = parseFamiliarName(input)
    return { registry: domain ?? '', repository: repository ?? '', tag: tag ?? '', digest: digest ?? '' }
  } catch {
    return null
  }
}

function parseImageName (input) {
  let parsed
  try {
    parsed = parseDockerImageName(input)
  } catch { // it panics on what is not ASCII
    return null
  }
  const { domain, path, tag, digest } = parsed
  if (path === undefined) return null
  return { registry: domain ?? '', repository: path, tag: tag ?? '', digest: digest ?? '' }
}

// Its regular expression takes exponential time on some inputs, which no row can hold.
const patience = 1000
globalThis.swimlane = swimlane

function within (input) {
  return runInThisContext(`swimlane(${JSON.stringify(input)})`, { timeout: patience })
}

let abandoned = 0
console.log(JSON.stringify({ _meta: header }))
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue
  const { _meta: isHeader, input } = JSON.parse(line)
  if (isHeader) continue
  try {
    console.log(JSON.stringify({
      input,
      swimlane: within(input),
      parse_docker_image_name: parseImageName(input)
    }))
  } catch (error) {
    if (error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    abandoned += 1
  }
}
if (abandoned > 0) console.error(`${abandoned} inputs took more than ${patience} ms`)

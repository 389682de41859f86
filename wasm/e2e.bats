#!/usr/bin/env bats
# What `kwctl run` prints for the annotated policy. `cargo xtask test` runs this where `kwctl` and
# `bats` are installed; everywhere, a test puts the same requests to the module in the engine.

setup() {
  cd "$BATS_TEST_DIRNAME"
}

@test "an image that parses is accepted without settings" {
  run kwctl run --request-path ../tests/fixtures/policy/pod-create.json ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":true'* ]]
}

@test "an image that does not parse is refused with its field" {
  run kwctl run --request-path ../tests/fixtures/policy/unparsable.json ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":false'* ]]
  [[ "$output" == *'spec.containers[0].image: '* ]]
}

@test "the tag latest is refused where the settings say so" {
  run kwctl run --request-path ../tests/fixtures/policy/latest.json --settings-json '{"references": {"latest": "reject"}}' ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":false'* ]]
  [[ "$output" == *'latest is refused'* ]]
}

@test "an image volume is judged as a container is" {
  run kwctl run --request-path ../tests/fixtures/policy/image-volume.json --settings-json '{"references": {"registries": {"allow": ["nowhere.example"]}}}' ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":false'* ]]
  [[ "$output" == *'.image.reference: '* ]]
}

@test "a Secret that is encoded twice is refused" {
  run kwctl run --request-path ../tests/fixtures/policy/secret-encoded-twice.json ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":false'* ]]
  [[ "$output" == *'encoded twice'* ]]
}

@test "a pull policy is written where the settings say so" {
  run kwctl run --request-path ../tests/fixtures/policy/latest.json --settings-json '{"pullPolicy": {"set": "IfNotPresent"}}' ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":true'* ]]
  [[ "$output" == *'JSONPatch'* ]]
}

@test "a deletion is accepted" {
  run kwctl run --request-path ../tests/fixtures/policy/pod-delete.json --settings-json '{"references": {"registries": {"allow": ["nowhere.example"]}}}' ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"allowed":true'* ]]
}

@test "settings with an unknown name are not valid" {
  run kwctl run --request-path ../tests/fixtures/policy/latest.json --settings-json '{"references": {"lastest": "reject"}}' ../out/annotated-policy.wasm
  echo "output = ${output}"
  [ "$status" -eq 1 ]
  [[ "$output" == *'Provided settings are not valid'* ]]
  [[ "$output" == *'references.lastest: unknown setting'* ]]
}

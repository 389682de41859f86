// The admission policy of this project, the very file that is deployed, with what describes it.
import wasm from "../../../out/policy.wasm";
import sum from "../../../out/policy.wasm.sha256";
import metadata from "../../../wasm/metadata.yml";
import questions from "../../../wasm/questions-ui.yml";

/** The file's bytes. */
export const bytes = () => wasm;
/** Its checksum, as it is published. */
export const sha256 = () => sum.split(" ")[0];
/** YAML: the rules, and what the policy may ask. */
export const metadataYaml = () => metadata;
/** YAML: the form of its settings. */
export const questionsYaml = () => questions;

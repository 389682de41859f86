// TypeScript out of a JSON Schema, as far as docs/diagnosis.schema.json goes: an object that has all
// of its members is an interface, and everything else is written where it is used.

/** The declarations of every object in `$defs`, in their order. */
export function declarations(schema) {
  const objects = Object.entries(schema.$defs).filter(([, definition]) => definition.properties);
  return objects.map(([name, definition]) => declaration(name, definition, schema)).join("\n\n") + "\n";
}

function declaration(name, definition, schema) {
  const { description, properties, required, additionalProperties } = definition;
  const members = Object.keys(properties);
  if (additionalProperties !== false || String(required) !== String(members)) {
    throw new Error(`${name} is not closed, or does not require its members in order`);
  }
  const lines = members.flatMap((member) => [
    ...comment(properties[member].description, "    "),
    `    ${member}: ${type(properties[member], schema)};`,
  ]);
  return [...comment(description, ""), `export interface ${name} {`, ...lines, "}"].join("\n");
}

function comment(text, indent) {
  if (!text) throw new Error("a member has no description");
  return [`${indent}/**`, `${indent} * ${text}`, `${indent} */`];
}

const NAMES = { string: "string", boolean: "boolean", integer: "number", null: "null" };

function type(value, schema) {
  if (value.$ref) {
    const name = value.$ref.replace("#/$defs/", "");
    const target = schema.$defs[name];
    return target.properties ? name : type(target, schema);
  }
  if ("const" in value) return JSON.stringify(value.const);
  if (value.enum) return value.enum.map((it) => JSON.stringify(it)).join(" | ");
  if (value.anyOf) return value.anyOf.map((it) => type(it, schema)).join(" | ");
  if (value.type === "array") {
    const items = type(value.items, schema);
    return items.includes(" | ") ? `(${items})[]` : `${items}[]`;
  }
  const names = [value.type].flat().map((it) => NAMES[it]);
  if (names.includes(undefined)) throw new Error(`no type for ${JSON.stringify(value)}`);
  return names.join(" | ");
}

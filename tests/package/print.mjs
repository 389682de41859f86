/** A value as JSON that people read: on one line what fits there. */
export function print(value, indent = "") {
  const line = onOneLine(value);
  if (line.length + indent.length <= 112 || !value || typeof value !== "object") return line;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((it) => print(it, inner))
    : Object.entries(value).map(([name, it]) => `${JSON.stringify(name)}: ${print(it, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${items.map((it) => inner + it).join(",\n")}\n${indent}${close}`;
}

function onOneLine(value) {
  if (!value || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  const members = Object.entries(value).map(([name, it]) => `${JSON.stringify(name)}: ${onOneLine(it)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

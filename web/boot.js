// Starts the page, then shuts the door behind it.
//
// The built page has no inline script, so that its Content-Security-Policy needs no 'unsafe-inline':
// Trunk writes one tag that names this file and, in data attributes, the two files to load.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

try {
  const { default: start } = await import(new URL(js, document.baseURI));
  await start({ module_or_path: new URL(wasm, document.baseURI) });

  // Policies add up and only ever get stricter: from here on the page can neither ask for anything
  // nor load any code, whatever is pasted into it.
  const seal = document.createElement("meta");
  seal.httpEquiv = "Content-Security-Policy";
  seal.content = "default-src 'none'; style-src 'self'; img-src data:";
  document.head.append(seal);
} catch (error) {
  const line = document.createElement("p");
  line.className = "loading";
  line.setAttribute("role", "alert");
  line.textContent = `Pullscope could not start: ${error}. It needs a browser with WebAssembly.`;
  document.getElementById("app").replaceChildren(line);
  throw error;
}

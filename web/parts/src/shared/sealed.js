// Takes from a worker what it could ask others with. A worker does not have the Content-Security-Policy
// of its page; and whatever is run in it is somebody else's code, or works on somebody's Secrets.
const GATES = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "Worker", "BroadcastChannel", "indexedDB", "caches"];

for (const gate of GATES) {
  if (gate in globalThis) Object.defineProperty(globalThis, gate, { value: undefined });
}

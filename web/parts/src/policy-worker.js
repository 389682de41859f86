// Where policies run: beside the page, so that one that does not return can be ended.
//
//     page ──► { open: Uint8Array }                                   ──► { inspection }
//          ──► { module, operation, payload, world }                  ──► { outcome }
//
// It says `{ ready: true }` first. Messages are answered in their order.
import "./shared/sealed.js";
import { capabilities } from "./policy/capabilities.js";
import { inspect } from "./policy/module.js";
import { call } from "./policy/wapc.js";

onmessage = async ({ data }) => {
  if (data.open) {
    postMessage({ inspection: await inspect(data.open) });
    return;
  }
  const logged = [];
  const outcome = call(data.module, data.operation, data.payload, capabilities(data.world, (line) => logged.push(line)));
  postMessage({ outcome: { ...outcome, logged } });
};

postMessage({ ready: true });

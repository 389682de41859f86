// The exhibits of the failure museum, as JSON: those of museum/exhibits.json, each with the text of its
// case (../museum.mjs puts them together).
export { default as exhibits } from "./museum/exhibits.json";

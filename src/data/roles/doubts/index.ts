// Browsers load these with what reads text and files: a stand-in takes the place of this list.
export { rejectDoubtful } from "./doubts.js";

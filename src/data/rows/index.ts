// Browsers load conditions with what reads tables and forecasts them: a stand-in takes the place of this list.
export { rowsWhere } from "./where.js";

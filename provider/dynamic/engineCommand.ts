export { destroyRun, whatIsDestroyed } from "../engine/engineCommand";

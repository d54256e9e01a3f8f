// `npm test` and `npm run demo` on a machine that has only Node and npm: installs what package-lock.json names,
// unless it is installed already. Plain JavaScript, for a Node that cannot run TypeScript yet.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const root = new URL("../", import.meta.url);

if (!isInstalled()) {
  console.error("Installing the dependencies (npm ci) …");
  const windows = process.platform === "win32";
  // stdout belongs to the command that comes after this.
  const options = { cwd: root, stdio: ["ignore", 2, 2], shell: windows };
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], options);
  process.exitCode = status ?? 1;
}

/** npm writes its own copy of the lock file last, so an interrupted installation counts as none. */
function isInstalled() {
  const wanted = changedAt("package-lock.json");
  const installed = changedAt("node_modules/.package-lock.json");
  return installed !== undefined && installed >= (wanted ?? 0);
}

function changedAt(path) {
  return statSync(new URL(path, root), { throwIfNoEntry: false })?.mtimeMs;
}

import { runNpm } from "./npm.ts";

/*
 * `npm run audit`: fails where a package that twivot ships has a known vulnerability, high or critical. A registry that
 * answers no audits, or none that can be reached, is told in a line and is no failure.
 */

/** What is to be told of an audit, and whether it fails. */
export type Judgement = { readonly isBad: boolean; readonly lines: readonly string[] };

/** What `npm audit --json` prints: a report, or an error. */
type Report = {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
  readonly statusCode?: number;
  readonly error?: { readonly summary?: string };
};

type Vulnerability = {
  readonly severity: string;
  readonly range: string;
  /** Advisories, and the names of packages that the vulnerability comes from. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
};

/** Not found, method not allowed, not implemented: the registry knows no audits. */
const unknownEndpoint = [404, 405, 501];

/** Judges what `npm audit --json` has printed (https://docs.npmjs.com/cli/commands/npm-audit). */
export function judgeAudit(printed: string): Judgement {
  const report = readReport(printed);
  if (report?.vulnerabilities !== undefined) return judgeVulnerabilities(report.vulnerabilities);
  const why = report?.message || report?.error?.summary || "npm audit printed no report";
  const isUnanswered =
    report?.statusCode === undefined
      ? /^request to \S+ failed|^network timeout/.test(why)
      : unknownEndpoint.includes(report.statusCode);
  return isUnanswered
    ? { isBad: false, lines: [`Not audited, the registry answers no audits: ${why}`] }
    : { isBad: true, lines: [`The audit failed: ${why}`] };
}

function readReport(printed: string): Report | undefined {
  try {
    return JSON.parse(printed) as Report;
  } catch {
    return undefined;
  }
}

function judgeVulnerabilities(vulnerabilities: Readonly<Record<string, Vulnerability>>): Judgement {
  const all = Object.entries(vulnerabilities);
  const bad = all.filter(([, { severity }]) => severity === "high" || severity === "critical");
  const found = bad.map(([name, { severity, range, via }]) => {
    const why = via.map((from) => (typeof from === "string" ? `by ${from}` : `${from.title} (${from.url})`));
    return `${name} ${range}: ${severity}: ${why.join("; ")}`;
  });
  const lower = all.length - bad.length;
  return {
    isBad: bad.length > 0,
    lines: [...found, `${bad.length} shipped packages are vulnerable, and ${lower} below high`],
  };
}

/** A network that swallows everything is given up after a minute or so. */
const patience = ["--fetch-retries=1", "--fetch-timeout=30000"];

if (import.meta.main) {
  const { stdout } = runNpm("audit", "--omit=dev", "--audit-level=high", "--json", ...patience);
  const { isBad, lines } = judgeAudit(stdout);
  for (const line of lines) console.log(line);
  process.exitCode = isBad ? 1 : 0;
}

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect } from "vitest";

type Counts = Readonly<Record<string, number>>;

/** What keeps a process running and twivot could leave behind: sockets, listeners, timers, files, by how many there are. */
export function resources(): Counts {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (/^(?:TCP|TLS|HTTP|Timeout|FSReq|FileHandle|GetAddrInfo|Zlib)/.test(kind)) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  return counts;
}

/** Nothing more is open than was before, after a moment for sockets to close. */
export async function expectNothingLeft(before: Counts): Promise<void> {
  // The ways to wait that vitest has hold timers themselves.
  for (let looks = 0; looks < 100 && Object.keys(moreThan(before)).length > 0; looks += 1) await sleep(10);
  expect(moreThan(before)).toEqual({});
}

/** After the last test of a file nothing is open at all but the test runner's own timers. */
export function expectNothingLeftAtEnd(): void {
  afterAll(() => expectNothingLeft({ Timeout: 2 }));
}

function moreThan(before: Counts): Counts {
  return Object.fromEntries(
    Object.entries(resources()).filter(([kind, count]) => count > (before[kind] ?? 0)),
  );
}

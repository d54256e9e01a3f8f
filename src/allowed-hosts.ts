/** Says whether the application, and what its documents name, may be asked at a host. */
export type AllowsHost = (hostname: string) => boolean;

/**
 * Hosts by a list of names and addresses; `*.example.com` stands for every name below it. Without a list all are allowed.
 * Letter case and a dot at the end do not matter.
 */
export function allowedHosts(list: readonly string[] | undefined): AllowsHost {
  if (list === undefined) return () => true;
  const names = new Set(list.filter((entry) => !entry.startsWith("*.")).map(normal));
  const endings = list.filter((entry) => entry.startsWith("*.")).map((entry) => normal(entry.slice(1)));
  return (hostname) => {
    const name = normal(hostname);
    return names.has(name) || endings.some((ending) => name.length > ending.length && name.endsWith(ending));
  };
}

function normal(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

import { execFileSync } from "node:child_process";
import { median, type Part } from "./part.ts";
import { residentMegabytes, startApplication, startTwivot, stop } from "./servers.ts";

const STARTS = 5;

/** The image that `docker build --tag twivot:ci .` has made, or another. */
const image = process.env["TWIVOT_IMAGE"] ?? "twivot:ci";

async function measure(): Promise<string> {
  const application = await startApplication();
  const took: number[] = [];
  const megabytes: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const startedMs = performance.now();
    const twivot = await startTwivot(application);
    took.push(performance.now() - startedMs);
    megabytes.push(residentMegabytes(twivot));
    await stop(twivot);
  }
  await stop(application);
  return [
    `- From the start of the process until it is ready: ${median(took).toFixed(0)} ms (median of ${STARTS}).`,
    `- Then resident, before the first call: ${median(megabytes).toFixed(0)} MB.`,
    `- Size of the image: ${imageSize()}.`,
  ].join("\n");
}

function imageSize(): string {
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] } as const;
    const bytes = Number(
      execFileSync("docker", ["image", "inspect", "--format", "{{.Size}}", image], {
        ...options,
        stdio: [...options.stdio],
      }),
    );
    return `${(bytes / 1e6).toFixed(0)} MB`;
  } catch {
    return `not measured, for there is no container engine with the image ${image} here`;
  }
}

export const startUp: Part = { title: "Start-up and image", measure };

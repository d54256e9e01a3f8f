import { writeFileSync } from "node:fs";
import { voicesPage } from "../src/fidelity/voices-page.ts";

/** Prints the page docs/voices.md. */
writeFileSync(new URL("../docs/voices.md", import.meta.url), voicesPage());

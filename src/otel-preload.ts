import { NodeSDK } from "@opentelemetry/sdk-node";

/*
 * `node --import ./dist/otel-preload.js dist/main.js serve` sends spans where the OTEL_* variables say, for instance
 * OTEL_EXPORTER_OTLP_ENDPOINT. It needs the package @opentelemetry/sdk-node, which twivot does not bring.
 *
 * See https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
const sdk = new NodeSDK({ serviceName: "twivot" });
sdk.start();
// The last spans leave when there is nothing else to do.
process.once("beforeExit", () => void sdk.shutdown());

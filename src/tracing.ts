import { type Attributes, type Span, SpanStatusCode, trace } from "@opentelemetry/api";

/** Without the preload of OpenTelemetry (`otel-preload.ts`) it makes spans that nobody sees, at no cost to speak of. */
const tracer = trace.getTracer("twivot");

/** Runs a step as a span, which fails with it; what runs inside are its children. A promise is waited for. */
export function inSpan<T>(name: string, attributes: Attributes, step: () => T): T {
  return tracer.startActiveSpan(name, { attributes }, (span) => {
    try {
      const result = step();
      if (!(result instanceof Promise)) {
        span.end();
        return result;
      }
      // The same promise, since it is waited for as what the step gives.
      result.then(
        () => span.end(),
        (error: unknown) => fail(span, error),
      );
      return result;
    } catch (error) {
      fail(span, error);
      throw error;
    }
  });
}

function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  if (error instanceof Error) span.recordException(error);
  span.end();
}

import { createStore } from "./app.ts";

const {
  PORT = "3000",
  TWILIO_AUTH_TOKEN: authToken,
  TIME_ZONE: timeZone,
  PUBLIC_URL: publicUrl,
} = process.env;

if (!authToken) {
  console.error("TWILIO_AUTH_TOKEN is not set; it is what requests are signed with.");
  process.exit(2);
}

const store = createStore({
  authToken,
  now: Date.now,
  ...(timeZone ? { timeZone } : {}),
  ...(publicUrl ? { publicUrl } : {}),
});
const server = store.listen(Number(PORT), (error) => {
  if (error) throw error;
  console.error(`The shop's telephone application listens on port ${PORT}.`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());

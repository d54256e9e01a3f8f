/** The documents that the application of the bench answers with. */

/** A menu, as most calls begin with one. */
const menu = `<Gather action="/menu" numDigits="1">
    <Say voice="alice">Welcome to the store. For opening hours, press 1. For orders, press 2.</Say>
  </Gather>`;

const words =
  "account amount answer balance branch call card caller change city clerk code confirm counter customer date delay " +
  "deliver depart desk door evening floor form gate hour invoice item key letter line list manager message minute " +
  "month morning number office order parcel payment person phone place question receipt record request room sale " +
  "service shop station stock store street team ticket today total train window";

/** By the name of the caller that asks: what is behind the menu is sealed into a token. */
export const documents: Readonly<Record<"menu" | "story" | "book", string>> = {
  menu: document("<Say>We did not receive any input.</Say>\n  <Redirect>/voice</Redirect>"),
  // Its rest is a token of some 2 kB.
  story: document(says(52)),
  // 60 kB.
  book: document(says(740)),
};

function document(rest: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  ${menu}\n  ${rest}\n</Response>`;
}

/** Sentences that do not repeat, as texts of people do not: what repeats would be deflated to nothing. */
function says(count: number): string {
  const list = words.split(" ");
  let seed = 1;
  const word = () => {
    // The numbers of C's example of rand().
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return list[Math.floor((seed / 2_147_483_648) * list.length)];
  };
  return Array.from(
    { length: count },
    () => `<Say>${Array.from({ length: 10 }, word).join(" ")}.</Say>`,
  ).join("\n  ");
}

// Tells each step of a story and says how it went: shared by the generators that write TypeScript.
export async function step(name: string, story: () => Promise<void>): Promise<void> {
  try {
    await story();
    console.log(`${name} ok`);
  } catch (why) {
    console.log(`${name} FAILED ${String(why).replace(/\s+/g, " ").slice(0, 300)}`);
  }
}

export function same(left: unknown, right: unknown): void {
  const [a, b] = [left, right].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

export function sameBut(members: string[], left: object, right: object): void {
  const [a, b] = [left, right].map((one) => Object.entries(one).filter(([name]) => !members.includes(name)).sort());
  same(a, b);
}

export const personalCode = `33${Math.floor(1000 + Math.random() * 8999)}-${Math.floor(10000 + Math.random() * 89999)}`;
export const anna = {
  given_name: "Anna",
  family_name: "Zīle",
  personal_code: personalCode,
  born_on: "1984-03-15",
  born_on_source: "identity document",
  address: "Brīvības iela 1",
  municipality: "0001000",
  phone: "+371 20000001",
};
export const today = new Date().toISOString().slice(0, 10);
export const service = process.env["CLIENT_URL"]!;
export const tomorrow = process.env["CLIENT_TOMORROW"]!;
export const token = process.env["CLIENT_TOKEN"]!;

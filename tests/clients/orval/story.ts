// The story, told through the functions that orval makes.
import { randomUUID } from "node:crypto";
import { changePerson, createApplication, createPerson, getPerson, listApplications, listPersons } from "./client/aplp.js";
import type { Person, Problem, RegisteredPerson } from "./client/aplp.js";
import { anna, same, sameBut, service, step, today, token, tomorrow } from "./step.js";

const as = { headers: { Authorization: `Bearer ${token}` } };
const key = () => ({ "Idempotency-Key": randomUUID() });
let made: RegisteredPerson;
let seen: Person;
let etag: string;

// What is read where all went well, since the types hold every answer.
function done<Answer extends { status: number }, Status extends 200 | 201>(answer: Answer, status: Status) {
  if (answer.status !== status) throw new Error(JSON.stringify(answer));
  return answer as Extract<Answer, { status: Status }>;
}

async function unknownPerson(): Promise<Problem> {
  const body = { person_id: randomUUID(), form_kind: "free_form", channel: "in_person", submitted_on: today } as const;
  const answer = await createApplication(body, key(), as);
  if (answer.status !== 400) throw new Error("an application of nobody was taken");
  return answer.data;
}

process.env["CLIENT_BASE"] = service;

await step("create", async () => {
  made = done(await createPerson(anna, key(), as), 201).data;
});

await step("read", async () => {
  const answer = done(await getPerson(made.id, {}, as), 200);
  seen = answer.data;
  etag = answer.headers.get("etag")!;
  sameBut(["possible_duplicates"], seen, made);
  same([seen.family_name, seen.born_on], ["Zīle", "1984-03-15"]);
});

await step("list", async () => {
  const first = done(await listPersons({ limit: 2 }, {}, as), 200).data;
  const second = done(await listPersons({ limit: 2, cursor: first.next_cursor! }, {}, as), 200).data;
  same(new Set([...first.items, ...second.items].map((person) => person.id)).size, 4);
});

await step("patch", async () => {
  const phone = "+371 20000002";
  done(await changePerson(made.id, { phone }, { "If-Match": etag }, as), 200);
  const changed = done(await getPerson(made.id, {}, as), 200).data;
  same(changed.phone, phone);
  sameBut(["phone", "version", "updated_at"], changed, seen);
});

await step("problem", async () => {
  const told = await unknownPerson();
  same([told.code, told.errors?.[0]?.code], ["invalid_request", "reference_unknown"]);
});

await step("unknown", async () => {
  process.env["CLIENT_BASE"] = tomorrow;
  const person = done(await getPerson(made.id, {}, as), 200).data;
  same([person.family_name, person.personal_code_form], ["Zīle", "code_of_tomorrow"]);
  const applications = done(await listApplications({ limit: 1 }, {}, as), 200).data;
  same(typeof applications.items[0]!.registration_number, "number");
  same((await unknownPerson()).status, 400);
});

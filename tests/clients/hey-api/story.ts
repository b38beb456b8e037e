// The story, told through the client of @hey-api/openapi-ts.
import { randomUUID } from "node:crypto";
import { createClient } from "./client/client/index.js";
import type { Client } from "./client/client/index.js";
import { changePerson, createApplication, createPerson, getPerson, listApplications, listPersons } from "./client/index.js";
import type { Person, Problem, RegisteredPerson } from "./client/index.js";
import { anna, same, sameBut, service, step, today, token, tomorrow } from "./step.js";

const client = createClient({ baseUrl: service, auth: token });
const ahead = createClient({ baseUrl: tomorrow, auth: token });
const key = () => ({ "Idempotency-Key": randomUUID() });
let made: RegisteredPerson;
let seen: Person;
let etag: string;

async function unknownPerson(client: Client): Promise<Problem> {
  const { error } = await createApplication({
    client,
    headers: key(),
    body: { person_id: randomUUID(), form_kind: "free_form", channel: "in_person", submitted_on: today },
  });
  return error!;
}

await step("create", async () => {
  const answer = await createPerson({
    client,
    headers: key(),
    throwOnError: true,
    body: anna,
  });
  made = answer.data;
});

await step("read", async () => {
  const answer = await getPerson({ client, path: { id: made.id }, throwOnError: true });
  seen = answer.data;
  etag = answer.response.headers.get("etag")!;
  sameBut(["possible_duplicates"], seen, made);
  same([seen.family_name, seen.born_on], ["Zīle", "1984-03-15"]);
});

await step("list", async () => {
  const first = (await listPersons({ client, query: { limit: 2 }, throwOnError: true })).data;
  const second = (await listPersons({ client, query: { limit: 2, cursor: first.next_cursor! }, throwOnError: true })).data;
  same(new Set([...first.items, ...second.items].map((person) => person.id)).size, 4);
});

await step("patch", async () => {
  const [path, phone] = [{ id: made.id }, "+371 20000002"];
  await changePerson({ client, path, headers: { "If-Match": etag }, body: { phone }, throwOnError: true });
  const changed = (await getPerson({ client, path, throwOnError: true })).data;
  same(changed.phone, phone);
  sameBut(["phone", "version", "updated_at"], changed, seen);
});

await step("problem", async () => {
  const told = await unknownPerson(client);
  same([told.code, told.errors?.[0]?.code], ["invalid_request", "reference_unknown"]);
});

await step("unknown", async () => {
  const person = (await getPerson({ client: ahead, path: { id: made.id }, throwOnError: true })).data;
  same([person.family_name, person.personal_code_form], ["Zīle", "code_of_tomorrow"]);
  const applications = (await listApplications({ client: ahead, query: { limit: 1 }, throwOnError: true })).data;
  same(typeof applications.items[0]!.registration_number, "number");
  same((await unknownPerson(ahead)).status, 400);
});

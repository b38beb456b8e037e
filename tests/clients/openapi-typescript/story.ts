// The story, told through openapi-fetch with the types of openapi-typescript.
import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./client/aplp.js";
import { anna, same, sameBut, service, step, today, token, tomorrow } from "./step.js";

const at = (baseUrl: string) => createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
const here = at(service);
const ahead = at(tomorrow);
const key = () => ({ "Idempotency-Key": randomUUID() });
let made: components["schemas"]["RegisteredPerson"];
let seen: components["schemas"]["Person"];
let etag: string;

async function unknownPerson(client: typeof here) {
  const { error } = await client.POST("/v1/applications", {
    params: { header: key() },
    body: { person_id: randomUUID(), form_kind: "free_form", channel: "in_person", submitted_on: today },
  });
  return error!;
}

await step("create", async () => {
  const answer = await here.POST("/v1/persons", {
    params: { header: key() },
    body: anna,
  });
  made = answer.data!;
});

await step("read", async () => {
  const answer = await here.GET("/v1/persons/{id}", { params: { path: { id: made.id } } });
  seen = answer.data!;
  etag = answer.response.headers.get("etag")!;
  sameBut(["possible_duplicates"], seen, made);
  same([seen.family_name, seen.born_on], ["Zīle", "1984-03-15"]);
});

await step("list", async () => {
  const first = (await here.GET("/v1/persons", { params: { query: { limit: 2 } } })).data!;
  const second = (await here.GET("/v1/persons", { params: { query: { limit: 2, cursor: first.next_cursor! } } })).data!;
  same(new Set([...first.items, ...second.items].map((person) => person.id)).size, 4);
});

await step("patch", async () => {
  const [path, phone] = [{ id: made.id }, "+371 20000002"];
  await here.PATCH("/v1/persons/{id}", { params: { path, header: { "If-Match": etag } }, body: { phone } });
  const changed = (await here.GET("/v1/persons/{id}", { params: { path } })).data!;
  same(changed.phone, phone);
  sameBut(["phone", "version", "updated_at"], changed, seen);
});

await step("problem", async () => {
  const told = await unknownPerson(here);
  same([told.code, told.errors?.[0]?.code], ["invalid_request", "reference_unknown"]);
});

await step("unknown", async () => {
  const person = (await ahead.GET("/v1/persons/{id}", { params: { path: { id: made.id } } })).data!;
  same([person.family_name, person.personal_code_form], ["Zīle", "code_of_tomorrow"]);
  const applications = (await ahead.GET("/v1/applications", { params: { query: { limit: 1 } } })).data!;
  same(typeof applications.items[0]!.registration_number, "number");
  same((await unknownPerson(ahead)).status, 400);
});

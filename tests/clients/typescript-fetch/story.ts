// The story, told through the client of openapi-generator's `typescript-fetch`.
import { randomUUID } from "node:crypto";
import { ApplicationsApi, Configuration, PersonsApi, ProblemFromJSON, ResponseError } from "./client/index.js";
import type { Person, Problem, RegisteredPerson } from "./client/index.js";
import { personalCode, same, sameBut, service, step, token, tomorrow } from "./step.js";

const at = (basePath: string) => new Configuration({ basePath, accessToken: token });
const persons = new PersonsApi(at(service));
const applications = new ApplicationsApi(at(service));
let made: RegisteredPerson;
let seen: Person;
let etag: string;

async function unknownPerson(of: ApplicationsApi): Promise<Problem> {
  try {
    await of.createApplication({
      idempotencyKey: randomUUID(),
      applicationInput: { personId: randomUUID(), formKind: "free_form", channel: "in_person", submittedOn: new Date() },
    });
  } catch (refused) {
    if (refused instanceof ResponseError) return ProblemFromJSON(await refused.response.json());
    throw refused;
  }
  throw new Error("an application of nobody was taken");
}

await step("create", async () => {
  made = await persons.createPerson({
    idempotencyKey: randomUUID(),
    personInput: {
      givenName: "Anna",
      familyName: "Zīle",
      personalCode,
      bornOn: new Date("1984-03-15"),
      bornOnSource: "identity document",
      address: "Brīvības iela 1",
      municipality: "0001000",
      phone: "+371 20000001",
    },
  });
});

await step("read", async () => {
  const answer = await persons.getPersonRaw({ id: made.id });
  seen = await answer.value();
  etag = answer.raw.headers.get("etag")!;
  sameBut(["possibleDuplicates", "possible_duplicates"], seen, made);
  same([seen.familyName, seen.bornOn?.toISOString().slice(0, 10)], ["Zīle", "1984-03-15"]);
});

await step("list", async () => {
  const first = await persons.listPersons({ limit: 2 });
  const second = await persons.listPersons({ limit: 2, cursor: first.nextCursor! });
  same(new Set([...first.items, ...second.items].map((person) => person.id)).size, 4);
});

await step("patch", async () => {
  const phone = "+371 20000002";
  await persons.changePerson({ id: made.id, ifMatch: etag, personDetailsPatch: { phone } });
  const changed = await persons.getPerson({ id: made.id });
  same(changed.phone, phone);
  sameBut(["phone", "version", "updatedAt", "updated_at"], changed, seen);
});

await step("problem", async () => {
  const told = await unknownPerson(applications);
  same([told.code, told.errors?.[0]?.code], ["invalid_request", "reference_unknown"]);
});

await step("unknown", async () => {
  const person = await new PersonsApi(at(tomorrow)).getPerson({ id: made.id });
  same([person.familyName, person.personalCodeForm], ["Zīle", "code_of_tomorrow"]);
  const ahead = new ApplicationsApi(at(tomorrow));
  same(typeof (await ahead.listApplications({ limit: 1 })).items[0]!.registrationNumber, "number");
  same((await unknownPerson(ahead)).status, 400);
});

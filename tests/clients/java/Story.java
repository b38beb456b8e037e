// The story, told through the client of openapi-generator's `java`.
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.ApplicationsApi;
import org.openapitools.client.api.ApplicationsApi.APICreateApplicationRequest;
import org.openapitools.client.api.ApplicationsApi.APIListApplicationsRequest;
import org.openapitools.client.api.PersonsApi;
import org.openapitools.client.api.PersonsApi.APIChangePersonRequest;
import org.openapitools.client.api.PersonsApi.APICreatePersonRequest;
import org.openapitools.client.api.PersonsApi.APIGetPersonRequest;
import org.openapitools.client.api.PersonsApi.APIListPersonsRequest;
import org.openapitools.client.model.ApplicationInput;
import org.openapitools.client.model.Channel;
import org.openapitools.client.model.FormKind;
import org.openapitools.client.model.PagePerson;
import org.openapitools.client.model.Person;
import org.openapitools.client.model.PersonDetailsPatch;
import org.openapitools.client.model.PersonInput;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.RegisteredPerson;

public class Story {
    static RegisteredPerson made;
    static Person seen;
    static String etag;

    static ApiClient client(String address) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv(address));
        String token = System.getenv("CLIENT_TOKEN");
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }

    static void step(String name, Callable<Boolean> story) {
        try {
            System.out.println(name + (story.call() ? " ok" : " FAILED not as expected"));
        } catch (Exception why) {
            System.out.println(name + " FAILED " + why.toString().replaceAll("\\s+", " "));
        }
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    static Problem unknownPerson(ApiClient client) throws Exception {
        ApplicationInput body = new ApplicationInput().personId(UUID.randomUUID()).formKind(FormKind.FREE_FORM)
            .channel(Channel.IN_PERSON).submittedOn(LocalDate.now());
        try {
            new ApplicationsApi(client).createApplication(
                APICreateApplicationRequest.newBuilder().idempotencyKey(key()).applicationInput(body).build());
        } catch (ApiException refused) {
            return client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        }
        throw new IllegalStateException("an application of nobody was taken");
    }

    static Person read(PersonsApi persons) throws Exception {
        return persons.getPerson(APIGetPersonRequest.newBuilder().id(made.getId()).build());
    }

    /** What a registration says beyond the person is who else it may be. */
    static Map<?, ?> members(Object person) {
        Map<?, ?> members = client("CLIENT_URL").getObjectMapper().convertValue(person, Map.class);
        members.remove("possible_duplicates");
        return members;
    }

    public static void main(String[] none) {
        PersonsApi persons = new PersonsApi(client("CLIENT_URL"));
        ThreadLocalRandom chance = ThreadLocalRandom.current();

        step("create", () -> {
            PersonInput body = new PersonInput().givenName("Anna").familyName("Zīle")
                .personalCode(String.format("35%04d-%05d", chance.nextInt(10_000), chance.nextInt(100_000)))
                .bornOn(LocalDate.of(1984, 3, 15)).bornOnSource("identity document")
                .address("Brīvības iela 1").municipality("0001000").phone("+371 20000001");
            made = persons.createPerson(APICreatePersonRequest.newBuilder().idempotencyKey(key()).personInput(body).build());
            return true;
        });

        step("read", () -> {
            ApiResponse<Person> answer = persons.getPersonWithHttpInfo(APIGetPersonRequest.newBuilder().id(made.getId()).build());
            seen = answer.getData();
            etag = answer.getHeaders().get("etag").get(0);
            return members(seen).equals(members(made)) && seen.getFamilyName().equals("Zīle") && seen.getBornOn().equals(LocalDate.of(1984, 3, 15));
        });

        step("list", () -> {
            PagePerson first = persons.listPersons(APIListPersonsRequest.newBuilder().limit(2).build());
            PagePerson second = persons.listPersons(
                APIListPersonsRequest.newBuilder().limit(2).cursor(first.getNextCursor()).build());
            Set<UUID> ids = new HashSet<>();
            first.getItems().forEach(person -> ids.add(person.getId()));
            second.getItems().forEach(person -> ids.add(person.getId()));
            return ids.size() == 4;
        });

        step("patch", () -> {
            PersonDetailsPatch body = new PersonDetailsPatch().phone("+371 20000002");
            persons.changePerson(APIChangePersonRequest.newBuilder().id(made.getId()).ifMatch(etag).personDetailsPatch(body).build());
            Person changed = read(persons);
            return seen.phone("+371 20000002").version(2).updatedAt(changed.getUpdatedAt()).equals(changed);
        });

        step("problem", () -> {
            Problem told = unknownPerson(client("CLIENT_URL"));
            return Objects.toString(told.getCode()).equals("invalid_request")
                && Objects.toString(told.getErrors().get(0).getCode()).equals("reference_unknown");
        });

        step("unknown", () -> {
            ApiClient ahead = client("CLIENT_TOMORROW");
            long number = new ApplicationsApi(ahead).listApplications(APIListApplicationsRequest.newBuilder().limit(1).build())
                .getItems().get(0).getRegistrationNumber();
            return read(new PersonsApi(ahead)).getFamilyName().equals("Zīle") && number > 0 && unknownPerson(ahead).getStatus() == 400;
        });
    }
}

// The story, told through the client of openapi-generator's `kotlin`.
import io.vertx.core.Future
import io.vertx.core.Vertx
import java.time.LocalDate
import java.util.UUID
import java.util.concurrent.TimeUnit
import kotlin.random.Random
import org.openapitools.client.apis.ApplicationsApi
import org.openapitools.client.apis.PersonsApi
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.infrastructure.Success
import org.openapitools.client.models.ApplicationInput
import org.openapitools.client.models.Channel
import org.openapitools.client.models.FormKind
import org.openapitools.client.models.Person
import org.openapitools.client.models.PersonDetailsPatch
import org.openapitools.client.models.PersonInput
import org.openapitools.client.models.Problem
import org.openapitools.client.models.RegisteredPerson

val vertx: Vertx = Vertx.vertx()
val token: String = System.getenv("CLIENT_TOKEN")

fun persons(address: String) = PersonsApi(basePath = System.getenv(address), accessToken = token, vertx = vertx)

fun applications(address: String) = ApplicationsApi(basePath = System.getenv(address), accessToken = token, vertx = vertx)

fun <T> Future<T>.done(): T = toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS)

fun step(name: String, story: () -> Boolean) {
    val said = runCatching { if (story()) "ok" else "FAILED not as expected" }
    println("$name ${said.getOrElse { "FAILED ${it.toString().replace(Regex("\\s+"), " ").take(300)}" }}")
}

fun key() = UUID.randomUUID().toString()

fun unknownPerson(applications: ApplicationsApi): Problem {
    val body = ApplicationInput(
        personId = UUID.randomUUID(), formKind = FormKind.FREE_FORM, channel = Channel.IN_PERSON, submittedOn = LocalDate.now(),
    )
    val refused = runCatching { applications.createApplication(key(), body).done() }.exceptionOrNull()?.cause as ClientException
    return Serializer.gson.fromJson((refused.response as ClientError<*>).body as String, Problem::class.java)
}

// What a registration says beyond the person is who else it may be.
fun members(person: Any) = Serializer.gson.toJsonTree(person).asJsonObject.apply { remove("possible_duplicates") }

fun main() {
    val here = persons("CLIENT_URL")
    lateinit var made: RegisteredPerson
    lateinit var seen: Person
    lateinit var etag: String

    step("create") {
        val body = PersonInput(
            givenName = "Anna", familyName = "Zīle", bornOn = LocalDate.of(1984, 3, 15), bornOnSource = "identity document",
            personalCode = "39%04d-%05d".format(Random.nextInt(10_000), Random.nextInt(100_000)),
            address = "Brīvības iela 1", municipality = "0001000", phone = "+371 20000001",
        )
        made = here.createPerson(key(), body).done()
        true
    }

    step("read") {
        val answer = here.getPersonWithHttpInfo(made.id, null, null, null).done() as Success<*>
        seen = answer.data as Person
        etag = answer.headers.entries.first { it.key.equals("etag", true) }.value.first()
        members(seen) == members(made) && seen.familyName == "Zīle" && seen.bornOn == LocalDate.of(1984, 3, 15)
    }

    step("list") {
        val first = here.listPersons(limit = 2).done()
        val second = here.listPersons(limit = 2, cursor = first.nextCursor).done()
        (first.items + second.items).map { it.id }.toSet().size == 4
    }

    step("patch") {
        here.changePerson(made.id, etag, PersonDetailsPatch(phone = "+371 20000002")).done()
        val changed = here.getPerson(made.id).done()
        changed == seen.copy(phone = "+371 20000002", version = 2, updatedAt = changed.updatedAt)
    }

    step("problem") {
        val told = unknownPerson(applications("CLIENT_URL"))
        "${told.code}" == "invalid_request" && "${told.errors?.first()?.code}" == "reference_unknown"
    }

    step("unknown") {
        val ahead = applications("CLIENT_TOMORROW")
        persons("CLIENT_TOMORROW").getPerson(made.id).done().familyName == "Zīle" &&
            ahead.listApplications(limit = 1).done().items.first().registrationNumber > 0 && unknownPerson(ahead).status == 400
    }

    vertx.close()
}

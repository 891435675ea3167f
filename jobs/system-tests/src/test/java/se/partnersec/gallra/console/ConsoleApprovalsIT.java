package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Workplace;

/** What takes two people, approved and withdrawn from pages: by whom, once, and never by whoever asked. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleApprovalsIT {
    private static final int TWICE = 50;

    private final Workplace work;
    private final PermitPeople people;
    private final Path home;
    private StaffedConsole console;

    ConsoleApprovalsIT(Workplace work, PermitPeople people, @TempDir Path home) {
        this.work = work;
        this.people = people;
        this.home = home;
    }

    @BeforeEach
    void start() {
        console = StaffedConsole.start(work, home);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private Approval asked(long most) {
        return Workplace.approvals(people.anna)
                .allow(CategoryIds.IP_LOGS, new RunTerms(work.fingerprint(), most, null), "a week was missed");
    }

    /** A form that nobody has sent. */
    private static Map<String, String> form() {
        return Map.of("order-id", UUID.randomUUID().toString());
    }

    private static Map<String, String> form(String name, String value) {
        return Map.of("order-id", UUID.randomUUID().toString(), name, value);
    }

    private long approvals(Approval asked) {
        return work.number("SELECT COUNT(*) FROM approval WHERE request_id = " + asked.number());
    }

    @Test
    void another_person_approves_what_was_asked_for_and_whoever_may_not_has_no_form() {
        Approval asked = asked(700);
        String page = "/approvals/" + asked.id();
        String approve = "/approvals/acts/approve/" + asked.id();
        String withdraw = "/approvals/acts/withdraw/" + asked.id();
        Browser officer = console.as(PersonRole.OFFICER);
        assertThat(officer.get("/approvals").body()).contains("href=\"" + page + "\"");
        assertThat(officer.get(page).body())
                .contains("a run of ip-logs with 700 records at most", "a week was missed", approve);
        assertThat(console.as(PersonRole.AUDITOR).get(page).body())
                .contains("700 records at most")
                .doesNotContain("a week was missed", approve, withdraw);
        assertThat(console.as(PersonRole.AUDITOR).get(approve).statusCode()).isEqualTo(403);

        assertThat(officer.get(approve).body()).contains("exactly what is shown below", "700 records at most");
        HttpResponse<String> done = officer.post(approve, approve, form());
        assertThat(done.statusCode()).isEqualTo(302);
        assertThat(done.headers().firstValue("Location").orElse("")).isEqualTo(page);
        assertThat(officer.get(page).body()).contains("approved by", withdraw).doesNotContain(approve);
        assertThat(work.texts("SELECT approved_by FROM approval WHERE request_id = " + asked.number()))
                .singleElement()
                .asString()
                .startsWith(console.account(PersonRole.OFFICER).user() + "@");
        assertThat(officer.post(page, approve, form()).body()).contains("say problem", "approved already");

        assertThat(officer.post(withdraw, withdraw, form("reason", " ")).body()).contains("say problem");
        assertThat(officer.post(withdraw, withdraw, form("reason", "the wrong week"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(officer.get(page).body()).contains("withdrawn by").doesNotContain(approve, withdraw);
    }

    @Test
    void nobody_approves_their_own_request() {
        Browser finance = console.as(PersonRole.FINANCE);
        Program.Answer asked = Program.at(work, home)
                .alone(console.account(PersonRole.FINANCE))
                .run("runs", "allow", "ip-logs", "--reason", "own");
        assertThat(asked.exit()).as(asked.err()).isZero();
        long own = work.number("SELECT MAX(id) FROM approval_request");
        String page = "/approvals/A-" + own;
        String approve = "/approvals/acts/approve/A-" + own;
        assertThat(finance.get(page).body())
                .contains("You asked for this: another person must approve it.")
                .doesNotContain(approve);
        HttpResponse<String> forced = finance.post(page, approve, form());
        assertThat(forced.statusCode()).isEqualTo(200);
        assertThat(forced.body()).contains("say problem");
        assertThat(work.number("SELECT COUNT(*) FROM approval WHERE request_id = " + own))
                .isZero();
    }

    /** Two people of different roles at the same moment. */
    @Test
    void what_two_people_approve_at_once_is_approved_once() {
        Browser officer = console.as(PersonRole.OFFICER);
        Browser finance = console.as(PersonRole.FINANCE);
        List<Approval> all = new ArrayList<>();
        for (int i = 0; i < TWICE; i++) {
            all.add(asked(1000 + i));
        }
        String token = officer.token("/approvals/" + all.get(0).id());
        String other = finance.token("/approvals/" + all.get(0).id());
        for (Approval each : all) {
            String approve = "/approvals/acts/approve/" + each.id();
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> officer.submit(approve, token, form()));
            HttpResponse<String> second = finance.submit(approve, other, form());
            assertThat(List.of(first.join().statusCode(), second.statusCode())).containsExactlyInAnyOrder(302, 200);
            assertThat(approvals(each)).isOne();
        }
    }
}

package se.partnersec.gallra.runs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Backup;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.PolicyVariant;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.StartedReplays;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Keys that are words are tags in the ledger: they are recognised by the key they were made with, and by no other. */
@GallraTest(chunk = 3, policy = PolicyVariant.WITH_PERIODS)
@Tag("full")
class TaggedReplayIT {
    private final Workplace work;
    private final PlanPeople people;
    private final SealedPlace place;

    TaggedReplayIT(Workplace work, PlanPeople people) {
        this.work = work;
        this.people = people;
        this.place = new SealedPlace(work);
    }

    @BeforeEach
    void fill() throws IOException {
        work.admin()
                .execute("CREATE TABLE " + work.table("intresse")
                        + " (namn VARCHAR(40) PRIMARY KEY, kom DATETIME) ENGINE=InnoDB");
        Files.writeString(work.configFolder().resolve("sources.yml"), """
                schema: %s
                identities:
                  customer: {table: customer, key: id}
                categories:
                  leads:
                    table: intresse
                    key: namn
                    columns: {collected_at: {column: kom, zone: UTC}}
                    scopes: none
                    because: nobody here is a customer yet
                """.formatted(
                        work.schemas().business()));
        for (String name : List.of("Anna Påhittad", "Bo Påhittad", "Cia Påhittad", "Dan Påhittad")) {
            work.admin().update("INSERT INTO " + work.table("intresse") + " VALUES (?, '2020-01-01 12:00:00')", name);
        }
    }

    private SuiteContext suite(Pseudonymizer tags) {
        GallraSettings all = work.adminSettings();
        return SuiteContext.of(
                new GallraSettings(
                        all.url(),
                        all.accounts(),
                        all.bucket(),
                        all.config(),
                        tags,
                        all.chunk(),
                        place.settings().seals(),
                        true),
                Clock.systemUTC(),
                point -> {});
    }

    private SavedPlan ask(Pseudonymizer tags) {
        try (SuiteContext suite = suite(tags)) {
            return suite.replays().ask(new ReplayRunner.Files(place.ledger, null, null), false, "återläst");
        }
    }

    @Test
    void with_the_key_they_go_again_and_with_another_nothing_begins() throws IOException {
        Pseudonymizer ours = work.settings().tags();
        try (Backup backup = Backup.of(work)) {
            try (SuiteContext suite = suite(ours)) {
                assertThat(suite.runs()
                                .run(CategoryIds.LEADS, work.today())
                                .get(0)
                                .exit())
                        .isEqualTo(ExitCode.DONE);
            }
            place.seal();
            place.export();
            backup.restore();
        }
        assertThat(work.count("intresse", "TRUE")).isEqualTo(4);
        byte[] other = new byte[32];
        other[0] = 1;
        assertThatThrownBy(() -> ask(new Pseudonymizer(other)))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("of another key than GALLRA_TAG_KEY");
        String whole = Files.readString(place.ledger);
        Path ledger = place.ledger;
        Files.writeString(ledger, whole.replaceFirst("key-check [^\n]*\n", ""));
        assertThatThrownBy(() -> ask(ours))
                .satisfies(refusedWith(ExitCode.REFUSED))
                .hasMessageContaining("does not say by which key");
        Files.writeString(ledger, whole);

        SavedPlan plan = ask(ours);
        assertThat(plan.going()).isEqualTo(4);
        people.bos.approve(plan.id(), plan.policy());
        work.update("intresse", "kom = UTC_TIMESTAMP() WHERE namn LIKE 'Bo%'");
        try (SuiteContext suite = suite(ours)) {
            StartedReplays replays = suite.replays();
            ReplayRunner.Begun begun = replays.begin(plan.id(), new ReplayRunner.Files(ledger, null, null));
            assertThat(replays.run(begun, CategoryIds.LEADS).exit()).isEqualTo(ExitCode.DONE);
            ReplayResult result = replays.finish(plan.id());
            assertThat(result.residue()).isZero();
            assertThat(result.kept()).isEqualTo(1);
            assertThat(result.ended()).isTrue();
        }
        assertThat(work.admin().queryForList("SELECT namn FROM " + work.table("intresse"), String.class))
                .containsExactly("Bo Påhittad");
    }
}

package se.partnersec.gallra.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.planning.forecast.PolicyImpact;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PlanPeople;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Plans are made without a write, whoever makes them, and saved by those who may. */
@GallraTest(ownServer = true)
@Tag("once")
@Tag("full")
class SavedPlanServiceIT {
    private static final DataCategory IPS = CategoryIds.IP_LOGS;

    private final Workplace work;
    private final PlanPeople people;

    SavedPlanServiceIT(Workplace work, PlanPeople people) {
        this.work = work;
        this.people = people;
    }

    /** Every part is played by one account. */
    private GallraSettings all(DatabaseRole role) {
        DatabaseAccount account = work.settings().account(role);
        return work.settings(Stream.of(DatabaseRole.values()).collect(Collectors.toMap(each -> each, each -> account)));
    }

    private SavedPlanService.Made made(GallraSettings settings) {
        try (SuiteContext suite = SuiteContext.of(settings)) {
            return plans(suite).make(List.of(IPS, CategoryIds.CHAT_LOGS), work.today());
        }
    }

    private static SavedPlanService plans(SuiteContext suite) {
        return suite.bean(SavedPlanService.class);
    }

    private static PolicyService policies(SuiteContext suite) {
        return suite.bean(PolicyService.class);
    }

    /** What the server's own log has of an account, while something is done. */
    private List<String> logged(DatabaseRole role, Runnable work) {
        this.work.admin().execute("SET GLOBAL log_output = 'TABLE'");
        this.work.admin().execute("SET GLOBAL general_log = 1");
        try {
            work.run();
        } finally {
            this.work.admin().execute("SET GLOBAL general_log = 0");
        }
        String user = this.work.settings().account(role).user();
        return this.work
                .admin()
                .query(
                        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE user_host LIKE ?"
                                + " AND command_type IN ('Query', 'Execute')",
                        (row, i) -> row.getString(1),
                        user + "[%");
    }

    private static Stream<String> writes(List<String> statements) {
        return statements.stream()
                .map(sql -> sql.replaceAll("(?s)/\\*.*?\\*/", "").strip())
                .filter(sql -> sql.matches(
                        "(?is)(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|CREATE|ALTER|DROP|LOAD|CALL|GRANT)\\b.*"
                                + "|.*\\bFOR UPDATE\\b.*|.*\\bLOCK IN SHARE MODE\\b.*"));
    }

    @Test
    void an_account_that_may_only_read_gets_its_plan_and_is_told_why_it_is_not_saved() {
        work.ipLogs(1, 5, 200, 7L);
        List<String> seen = logged(DatabaseRole.READER, () -> {
            SavedPlanService.Made made = made(all(DatabaseRole.READER));
            assertThat(made.lines().get(0).wouldErase()).isEqualTo(5);
            assertThat(made.saved()).isNull();
            assertThat(made.why()).contains("command denied to user");
        });
        assertThat(seen).anyMatch(sql -> sql.contains("ip_log")).anyMatch(sql -> sql.startsWith("EXPLAIN INSERT"));
        assertThat(writes(seen)).isEmpty();
        assertThat(work.admin().queryForList("SELECT id FROM plan")).isEmpty();
    }

    /** The control: the log shows what is written, and that the plan itself is made by the account that only reads. */
    @Test
    void who_may_save_does_so_under_his_own_account_and_among_our_own_tables() {
        work.ipLogs(1, 5, 200, 7L);
        List<String> finance = logged(DatabaseRole.FINANCE, () -> {
            List<String> reader = logged(
                    DatabaseRole.READER,
                    () -> assertThat(made(work.settings()).saved())
                            .isNotNull()
                            .satisfies(plan -> assertThat(plan.going()).isEqualTo(5)));
            assertThat(writes(reader)).isEmpty();
        });
        assertThat(writes(finance))
                .isNotEmpty()
                .allMatch(sql -> sql.matches(
                        "(?s)INSERT INTO (approval_request|audit|plan|plan_category|plan_block|policy_text) .*"));
    }

    @Test
    void two_plans_in_a_minute_have_names_of_their_own_and_say_the_same() {
        work.ipLogs(1, 5, 200, 7L);
        SavedPlan one = people.made(IPS);
        SavedPlan two = people.made(IPS);
        assertThat(one.id()).matches("p-\\d{8}-\\d{4}");
        assertThat(two.id()).isNotEqualTo(one.id());
        assertThat(two.content()).isEqualTo(one.content());
        assertThat(one.parts().get(0).figures().samples()).containsExactly("1", "2", "3", "4", "5");
        try (SuiteContext suite = work.suite()) {
            assertThat(plans(suite).list(false, 9))
                    .extracting(SavedPlan::id)
                    .containsExactlyInAnyOrder(one.id(), two.id());
            people.bos.reject(one.id(), "nej");
            assertThat(plans(suite).list(false, 9)).extracting(SavedPlan::id).containsExactly(two.id());
        }
    }

    @Test
    void says_of_another_policy_in_words_and_records_what_it_changes() throws Exception {
        work.ipLogs(1, 5, 200, 7L);
        work.ipLogs(50, 3, 100, null);
        Path now = work.configFolder().resolve("policy.yml");
        String text = Files.readString(now);
        Path shorter = Files.writeString(
                work.configFolder().resolve("shorter.yml"),
                text.replaceFirst("(?s)(\n  ip-logs:.*?period: P)180D", "$1" + "90D"));
        try (SuiteContext suite = work.suite()) {
            assertThat(diff(suite, now, now, true)).isEmpty();
            List<PolicyImpact.Change> changes = diff(suite, now, shorter, true);
            assertThat(changes).singleElement().satisfies(change -> {
                assertThat(change.category()).isEqualTo(IPS);
                assertThat(change.was()).contains("180 days");
                assertThat(change.is()).contains("90 days");
                assertThat(change.shorter()).isTrue();
                assertThat(change.effect()).isEqualTo(new PolicyImpact.Effect(3, 0, 3));
            });
            assertThat(diff(suite, shorter, now, true)).singleElement().satisfies(change -> {
                assertThat(change.shorter()).isFalse();
                assertThat(change.effect()).isEqualTo(new PolicyImpact.Effect(0, 3, -3));
            });
            assertThat(diff(suite, now, shorter, false))
                    .singleElement()
                    .satisfies(change -> assertThat(change.effect()).isNull());
        }
    }

    private static List<PolicyImpact.Change> diff(SuiteContext suite, Path earlier, Path later, boolean count) {
        return policies(suite).diff(earlier.toString(), later.toString(), Locale.ENGLISH, count);
    }

    /** What is in force is compared with the files at hand, though nobody kept the old files. */
    @Test
    void says_what_the_files_at_hand_change_of_the_rules_in_force() {
        work.ipLogs(1, 5, 200, 7L);
        work.ipLogs(50, 3, 100, null);
        String ran;
        try (SuiteContext suite = work.suite()) {
            ran = suite.fingerprint();
            assertThat(policies(suite).diff("adopted", null, Locale.ENGLISH, true))
                    .isEmpty();
        }
        work.adoptNothing();
        work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?period: P)180D", "$1" + "90D"));
        work.change("sources.yml", text -> text.replace("{column: seen_at, zone: UTC}", "{column: seen_at, zone: Z}"));
        try (SuiteContext suite = work.suite()) {
            PolicyService policies = policies(suite);
            PolicyService.Adopting adopting = policies.adopting(Locale.ENGLISH, true);
            assertThat(adopting.limits()).isEmpty();
            assertThat(adopting.readable()).isTrue();
            assertThat(adopting.changes()).isEqualTo(policies.diff("adopted", null, Locale.ENGLISH, true));
            for (String typed : List.of("adopted", ran, ran.substring(0, 8))) {
                assertThat(policies.diff(typed, null, Locale.ENGLISH, true))
                        .as(typed)
                        .singleElement()
                        .satisfies(change -> {
                            assertThat(change.category()).isEqualTo(IPS);
                            assertThat(change.was()).contains("180 days");
                            assertThat(change.is()).contains("90 days");
                            assertThat(change.shorter()).isTrue();
                            assertThat(change.effect()).isEqualTo(new PolicyImpact.Effect(3, 0, 3));
                            assertThat(change.looser()).isTrue();
                            assertThat(change.mapping())
                                    .containsExactly(
                                            "- record ip-logs: column seen_at: seen_at, zone UTC",
                                            "+ record ip-logs: column seen_at: seen_at, zone Z");
                        });
            }
            assertThat(policies.diff(ran, ran, Locale.ENGLISH, true)).isEmpty();
            assertThatThrownBy(() -> policies.diff("00000000", null, Locale.ENGLISH, true))
                    .satisfies(refusedWith(ExitCode.USAGE))
                    .hasMessageContaining("begins with 00000000");
        }
    }

    @Test
    void of_the_first_rules_all_are_shown_with_what_falls_due() {
        work.ipLogs(1, 5, 200, 7L);
        work.adoptNothing();
        work.admin().update("DELETE FROM policy_adopted");
        try (SuiteContext suite = work.suite()) {
            PolicyService policies = policies(suite);
            PolicyService.Adopting first = policies.adopting(Locale.ENGLISH, true);
            assertThat(first.inForce()).isNull();
            assertThat(first.changes()).hasSize(suite.sources().tables().size());
            assertThat(first.changes())
                    .filteredOn(change -> change.category().equals(IPS))
                    .singleElement()
                    .satisfies(change -> assertThat(change.effect()).isEqualTo(new PolicyImpact.Effect(5, 0, 5)));
            assertThat(first.limits()).contains("every-category: max-percent 100", "plan-hours 24");
            assertThatThrownBy(() -> policies.diff("adopted", null, Locale.ENGLISH, true))
                    .satisfies(refusedWith(ExitCode.USAGE))
                    .hasMessageContaining("no rules are in force yet");
        }
    }

    @Test
    void a_saved_plan_puts_its_version_on_record_too() {
        try (SuiteContext suite = work.suite()) {
            assertThat(made(work.settings()).saved()).isNotNull();
            assertThat(policies(suite).diff(suite.fingerprint(), null, Locale.ENGLISH, false))
                    .isEmpty();
        }
    }

    @Test
    void tells_two_plans_apart_record_by_record() {
        work.ipLogs(1, 10, 200, 7L);
        work.ipLogs(20, 4, 200, 8L);
        work.hold(ScopeType.CUSTOMER, "9");
        work.ipLogs(30, 2, 200, 9L);
        SavedPlan earlier = people.made(IPS);
        work.delete("ip_log", "id <= 3");
        work.ipLogs(40, 6, 200, 7L);
        work.hold(ScopeType.CUSTOMER, "8");
        work.admin().update("DELETE FROM hold WHERE scope_key = '9'");
        SavedPlan later = people.made(IPS);
        try (SuiteContext suite = work.suite()) {
            assertThat(plans(suite).compare(earlier, later))
                    .containsExactly(new PlanComparison.Difference(IPS, 7, 6, 2, 4, 3));
        }
    }
}

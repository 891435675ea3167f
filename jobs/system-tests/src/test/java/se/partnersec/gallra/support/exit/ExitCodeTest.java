package se.partnersec.gallra.support.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.audit.AuditTally;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.LimitPreviewResult;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.assertion.EnglishWords;

/** The stable numbers, one row each: what happened, and what the scheduler is told. */
class ExitCodeTest {
    static Stream<Arguments> matrix() {
        return Stream.of(
                row(ExitCode.DONE, ran(ExitCode.DONE, null), "run ip-logs", "No record is known to be overdue."),
                row(ExitCode.BUG, thrown(new IllegalStateException("anna@exempel.se")), "run ip-logs", "error "),
                row(ExitCode.USAGE, ran(ExitCode.DONE, null), "run ip-log", "choose from"),
                row(ExitCode.CONFIGURATION, refused(ExitCode.CONFIGURATION), "run ip-logs", "the thing: the cure"),
                row(ExitCode.ENVIRONMENT, refused(ExitCode.ENVIRONMENT), "run ip-logs", "the thing: the cure"),
                row(ExitCode.FAILED, ran(ExitCode.FAILED, "lock wait"), "run ip-logs", "gallra runs restart 7"),
                row(ExitCode.SKIPPED, ran(ExitCode.SKIPPED, "2 left"), "run ip-logs", "Why: 2 left"),
                row(ExitCode.STOPPED, ran(ExitCode.STOPPED, "stopped"), "run ip-logs", "gallra runs restart 7"),
                row(ExitCode.REFUSED, thrown(RefusedException.refused("no demo")), "demo", "no demo"),
                row(ExitCode.RUNNING, notStarted(), "run ip-logs", "batch1 pid 771"),
                row(
                        ExitCode.DIFFERENCES,
                        ledger("row 3: changed"),
                        "ledger verify --category ip-logs",
                        "row 3: changed"),
                row(
                        ExitCode.INTERRUPTED,
                        interrupted(),
                        "ledger verify --category ip-logs",
                        "run 7 was interrupted and is not recovered yet. To continue it: gallra runs restart 7"),
                row(
                        ExitCode.NOT_EVALUATED,
                        base().on(
                                        "audit",
                                        args -> new AuditResult(
                                                new AuditTally(3, 2, 1, 1, Map.of(AuditResult.Gap.LOST_NAME, 1L)),
                                                0,
                                                List.of(),
                                                0,
                                                List.of(),
                                                Map.of())),
                        "ledger audit",
                        "Not evaluated: 1 records"));
    }

    private static Arguments row(ExitCode code, ScriptedServices services, String typed, String says) {
        return Arguments.of(code, services, typed, says);
    }

    /** What a scripted service says is in no bundle. */
    private static final String SCRIPTED =
            "the thing: the cure|lock wait|2 left|no demo|row 3: changed|ip-logs is already running";

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("matrix")
    void says_so_in_swedish(ExitCode code, ScriptedServices services, String typed) {
        Typed answer = Typed.command(services, ("--lang sv " + typed).split(" "));

        assertThat(answer.exit()).isEqualTo(code.number());
        assertThat(EnglishWords.in((answer.out() + answer.err()).replaceAll(SCRIPTED, "")))
                .as(answer.out() + answer.err())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("matrix")
    void ends_with_the_number_of_what_happened(ExitCode code, ScriptedServices services, String typed, String says) {
        Typed answer = Typed.command(services, typed.split(" "));

        assertThat(answer.exit()).isEqualTo(code.number());
        assertThat(answer.out() + answer.err()).contains(says).doesNotContain("\tat ", "anna@exempel.se");
    }

    @Test
    void has_a_row_for_every_code() {
        Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
        matrix().forEach(row -> codes.add((ExitCode) row.get()[0]));
        assertThat(codes).containsExactlyInAnyOrder(ExitCode.values());
    }

    @Test
    void ends_with_the_worst_of_several_and_runs_them_all() {
        ScriptedServices services = ran(ExitCode.DONE, null);
        services.on("run", args -> {
            DataCategory category = (DataCategory) args[0];
            ExitCode exit = category.equals(CategoryIds.CHAT_LOGS) ? ExitCode.FAILED : ExitCode.DONE;
            return List.of(result(category, 7, exit, exit == ExitCode.DONE ? null : "why"));
        });

        Typed answer = Typed.command(services, "run", "--all");

        assertThat(answer.exit()).isEqualTo(5);
        assertThat(services.asked().stream().filter("run"::equals)).hasSameSizeAs(Typed.JOBS);
        assertThat(answer.out()).contains("ip-logs");
    }

    @Test
    void runs_with_all_only_what_the_mapping_names() {
        ScriptedServices services = ran(ExitCode.DONE, null).on("mapped", args -> Set.of(CategoryIds.IP_LOGS));

        Typed answer = Typed.command(services, "run", "--all");

        assertThat(services.asked().stream().filter("run"::equals)).hasSize(1);
        assertThat(answer.out()).contains("ip-logs").doesNotContain("chat-logs");
    }

    @Test
    void runs_the_others_where_a_guard_stands_in_the_way_of_some() {
        Check guard = new Check(
                "books",
                Check.State.REFUSED,
                "the books are old",
                "import them",
                ExitCode.REFUSED,
                Set.of(CategoryIds.CHAT_LOGS));
        ScriptedServices services = ran(ExitCode.DONE, null).on("preflight", args -> ScriptedServices.report(guard));
        services.on("run", args -> {
            DataCategory category = (DataCategory) args[0];
            return List.of(
                    category.equals(CategoryIds.CHAT_LOGS)
                            ? result(category, 0, ExitCode.REFUSED, guard.text())
                            : result(category, 7, ExitCode.DONE, null));
        });

        Typed all = Typed.command(services, "run", "--all");
        assertThat(all.exit()).isEqualTo(8);
        assertThat(services.asked().stream().filter("run"::equals)).hasSameSizeAs(Typed.JOBS);
        assertThat(all.out()).contains("REFUSED  chat-logs", "the books are old: import them");

        Typed one = Typed.command(services, "run", "chat-logs");
        assertThat(one.exit()).isEqualTo(8);
        assertThat(one.err()).contains("Refused before anything was touched", "the books are old: import them");
        assertThat(services.asked().stream().filter("run"::equals)).hasSameSizeAs(Typed.JOBS);
    }

    @Test
    void says_nothing_when_quiet_and_all_is_well_but_says_why_when_not() {
        assertThat(Typed.command(ran(ExitCode.DONE, null), "run", "ip-logs", "-q"))
                .isEqualTo(new Typed(0, "", ""));
        assertThat(Typed.command(ran(ExitCode.FAILED, "lock wait"), "run", "ip-logs", "-q")
                        .out())
                .contains("Why: lock wait");
    }

    @Test
    void shows_an_unforeseen_error_in_full_only_to_who_asks() {
        ScriptedServices services = thrown(new IllegalStateException("anna@exempel.se"));
        assertThat(Typed.command(services, "run", "ip-logs", "--debug").err()).contains("anna@exempel.se", "\tat ");
    }

    @Test
    void passes_a_known_fault_on_in_its_own_words() {
        Typed answer = Typed.command(
                thrown(new IllegalArgumentException("x")),
                Map.of(),
                e -> Optional.of(RefusedException.environment("the database sleeps")),
                "run",
                "ip-logs");
        assertThat(answer.exit()).isEqualTo(4);
        assertThat(answer.err()).contains("the database sleeps").contains("exit 4");
    }

    private static ScriptedServices ran(ExitCode exit, @Nullable String why) {
        return base().on("run", args -> List.of(result((DataCategory) args[0], 7, exit, why)));
    }

    private static ScriptedServices notStarted() {
        return base().on(
                        "run",
                        args -> List.of(result(
                                (DataCategory) args[0],
                                0,
                                ExitCode.RUNNING,
                                "ip-logs is already running: batch1 pid 771")));
    }

    private static ScriptedServices thrown(RuntimeException e) {
        ScriptedServices services = base();
        for (String question : List.of("run", "demo")) {
            services.on(question, args -> {
                throw e;
            });
        }
        return services;
    }

    private static ScriptedServices refused(ExitCode exit) {
        return base().on(
                        "preflight",
                        args -> ScriptedServices.report(
                                new Check("x", Check.State.REFUSED, "the thing", "the cure", exit)));
    }

    private static ScriptedServices ledger(String problem) {
        return base().on(
                        "verify",
                        args -> new LedgerVerifier.Result(
                                3,
                                2,
                                List.of(new LedgerVerifier.Problem("ip-logs", 0, 3, "changed")),
                                List.of(),
                                List.of()));
    }

    private static ScriptedServices interrupted() {
        return base().on(
                        "verify",
                        args -> new LedgerVerifier.Result(
                                3,
                                2,
                                List.of(),
                                List.of(new LedgerVerifier.OpenRun("ip-logs", 0, 7, 3, false)),
                                List.of()));
    }

    private static ScriptedServices base() {
        return new ScriptedServices()
                .on("mapped", args -> Set.copyOf(CategoryIds.ALL))
                .on("policy", args -> ShippedPolicy.POLICY)
                .on("plan", args -> nothing((DataCategory) args[0], (LocalDate) args[1]));
    }

    private static CategoryPlan nothing(DataCategory category, LocalDate day) {
        return new CategoryPlan(
                category,
                ShippedPolicy.POLICY.rule(category),
                day,
                day,
                day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant(),
                0,
                new Outcome.Counts(),
                Map.of(),
                0,
                Map.of(),
                0,
                0,
                0,
                null,
                null,
                null,
                List.of(),
                LimitPreviewResult.NONE);
    }

    private static RunResult result(DataCategory category, long id, ExitCode exit, @Nullable String why) {
        return new RunResult(
                category, id, ScriptedServices.TODAY, exit, new Outcome.Counts().add(Outcome.ERASED, 12), false, why);
    }
}

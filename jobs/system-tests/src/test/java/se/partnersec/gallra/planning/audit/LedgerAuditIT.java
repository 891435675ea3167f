package se.partnersec.gallra.planning.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.audit.AuditResult.Breach;
import se.partnersec.gallra.planning.audit.AuditResult.Fault;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** Runs that were altered as whoever has the job's password may alter them, and what the auditor says of their ledger. */
@GallraTest(chunk = 3)
@Tag("full")
class LedgerAuditIT {
    private static final String NONE = "(SELECT * FROM hold WHERE FALSE) h";

    private final Workplace work;
    private final LocalDate today;

    LedgerAuditIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        work.customer(2);
        work.user(1, 1, "anv1");
        work.user(2, 2, "anv2");
        for (long id = 1; id <= 8; id++) {
            Scene.IPS.put(
                    work,
                    Scene.Spec.of(id, Scene.IPS.firstDue(today))
                            .customer(id % 2 == 0 ? 2 : 1)
                            .user(id % 2 == 0 ? 2 : 1));
        }
    }

    @Test
    void of_honest_nights_with_holds_and_releases_is_that_all_is_well() {
        long hold = work.hold(ScopeType.CUSTOMER, "K-1").number();
        work.hold(ScopeType.RECORD, "ip-logs:2");
        work.hold(ScopeType.USER, "ANV1");
        assertThat(work.run(Scene.IPS.category(), today).counts().of(Outcome.ERASED))
                .isEqualTo(3);
        work.release(hold, "förlikning");
        work.run(Scene.IPS.category(), today);
        work.hold(ScopeType.CATEGORY, "ip-logs");
        work.run(Scene.IPS.category(), today);
        AuditResult result = audit();
        assertThat(result.breaches()).isEmpty();
        assertThat(result.gaps()).isEmpty();
        assertThat(result.items()).isEqualTo(3).isEqualTo(result.good());
    }

    /** The run does all it does, but sees no hold. */
    @ParameterizedTest
    @CsvSource({"RECORD, ip-logs:2, 1", "CUSTOMER, K-2, 4", "CUSTOMER, 2, 4", "USER, anv1, 4", "CATEGORY, ip-logs, 8"})
    void names_each_record_that_a_blind_run_took_from_under_a_hold(ScopeType kind, String text, int records) {
        String hold = work.hold(kind, text).hold().id();
        altered(LedgerAuditIT::blind, today);
        assertThat(work.count("ip_log", "TRUE")).isZero();
        AuditResult result = audit();
        assertThat(result.breaches())
                .hasSize(records)
                .allSatisfy(breach -> assertThat(breach.fault()).isEqualTo(Fault.HELD))
                .extracting(Breach::by)
                .containsOnly(hold);
        assertThat(result.good()).isEqualTo(8 - records);
        assertThat(result.open()).isZero();
    }

    /** Whose name it was when the hold was placed, the ledger's number still tells. */
    @Test
    void names_what_was_taken_from_whom_a_hold_was_on_under_another_name() {
        String hold = work.hold(ScopeType.USER, "anv1").hold().id();
        work.admin().update("UPDATE " + work.table("user_account") + " SET user_name = 'gift' WHERE id = 1");
        altered(LedgerAuditIT::blind, today);
        AuditResult result = audit();
        assertThat(result.breaches()).hasSize(4).extracting(Breach::by).containsOnly(hold);
        assertThat(result.gaps()).isEmpty();
    }

    /** The control: with its eyes open it takes none of them. */
    @Test
    void a_run_that_sees_the_hold_leaves_nothing_to_name() {
        work.hold(ScopeType.CUSTOMER, "K-2");
        altered(UnaryOperator.identity(), today);
        assertThat(work.count("ip_log", "TRUE")).isEqualTo(4);
        assertThat(audit().breaches()).isEmpty();
    }

    /** The day is the job's own word; what it cannot do is name one that has not come. */
    @Test
    void names_what_was_due_on_a_later_day() {
        altered(UnaryOperator.identity(), today);
        byte[] items = work.admin().queryForObject("SELECT items FROM ledger_chunk WHERE seq = 1", byte[].class);
        List<LedgerItem> later = LedgerItem.Codec.read(Objects.requireNonNull(items)).stream()
                .map(item -> new LedgerItem(
                        Objects.requireNonNull(item.key()),
                        item.outcome(),
                        today.plusDays(item.key().text().equals("1") ? 1 : 0),
                        item.customer(),
                        item.user()))
                .toList();
        work.admin()
                .update(
                        "UPDATE ledger_chunk SET items = ? WHERE seq = 1",
                        LedgerItem.Codec.write(later, "ip-logs", work.settings().tags()));
        assertThat(audit().breaches())
                .singleElement()
                .satisfies(breach -> assertThat(breach.record()).isEqualTo("ip-logs:1"))
                .satisfies(breach -> assertThat(breach.fault()).isEqualTo(Fault.NOT_DUE));
    }

    @Test
    void names_rows_of_rules_that_nobody_put_in_force() {
        work.settings();
        work.adoptNothing();
        work.change("policy.yml", text -> text.replaceFirst("version: .*", "version: \"another\""));
        altered(UnaryOperator.identity(), today);
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(audit().breaches())
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.fault()).isEqualTo(Fault.OTHER_RULES));
    }

    /** Whoever names an older step of the gate would have seen no hold. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void names_rows_that_claim_an_older_step_of_the_gate(int older) {
        for (int i = 0; i < 3; i++) {
            work.hold(ScopeType.RECORD, "chat-logs:" + i);
        }
        work.admin().update("UPDATE gate_log SET moved_at = moved_at - INTERVAL 1 DAY");
        work.hold(ScopeType.CUSTOMER, "K-2");
        altered(LedgerAuditIT::blind, today);
        work.admin().update("UPDATE ledger_chunk SET hold_epoch = hold_epoch - ?", older);
        work.admin().update("UPDATE gate_log SET moved_at = moved_at - INTERVAL 1 HOUR");
        assertThat(audit().breaches())
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.fault()).isEqualTo(Fault.OTHER_EPOCH));
    }

    /** Rows that are written as of a moment before the hold came are in time by all that they say themselves. */
    @ParameterizedTest
    @CsvSource({"2, OTHER_EPOCH", "0, OTHER_TIME"})
    void names_rows_that_were_written_as_of_an_earlier_day(int steps, Fault fault) {
        work.admin().update("UPDATE " + work.table("ip_log") + " SET seen_at = seen_at - INTERVAL 5 DAY");
        work.hold(ScopeType.RECORD, "chat-logs:1");
        work.admin().update("UPDATE gate_log SET moved_at = moved_at - INTERVAL 3 DAY");
        if (steps > 0) {
            // Two steps: one of whoever places it, one of the trigger.
            work.hold(ScopeType.CUSTOMER, "K-2");
        }
        altered(sql -> asOf(blind(sql), steps), today);
        assertThat(work.count("ip_log", "TRUE")).isZero();
        assertThat(audit().breaches())
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.fault()).isEqualTo(fault));
        // The control: it is what the database noted that tells.
        work.admin().update("UPDATE ledger_chunk SET stored_epoch = hold_epoch, stored_at = written_at");
        assertThat(audit().breaches()).isEmpty();
    }

    private static String asOf(String sql, int steps) {
        String bound = "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,";
        return sql.contains("INTO ledger_chunk")
                ? sql.replace(bound, "VALUES (?, ?, ?, ?, ?, ?, ? - INTERVAL 2 DAY, ?, ?, ? - " + steps + ",")
                : sql;
    }

    /** A step that never was would have every later release behind it. */
    @Test
    void names_rows_that_claim_a_step_that_never_was() {
        long hold = work.hold(ScopeType.CUSTOMER, "K-2").number();
        altered(LedgerAuditIT::blind, today);
        work.release(hold, "förlikning");
        work.admin().update("UPDATE ledger_chunk SET hold_epoch = hold_epoch + 100000");
        assertThat(audit().breaches())
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.fault()).isEqualTo(Fault.OTHER_EPOCH));
    }

    @Test
    void names_rows_of_a_time_to_come_and_rows_that_cannot_be_read() {
        altered(UnaryOperator.identity(), today);
        work.admin().update("UPDATE ledger_chunk SET items = x'00' WHERE seq = 1");
        work.admin().update("UPDATE ledger_chunk SET written_at = written_at + INTERVAL 1 DAY WHERE seq = 2");
        assertThat(audit().breaches()).extracting(Breach::fault).startsWith(Fault.UNREADABLE, Fault.OTHER_TIME);
    }

    @Test
    void calls_nothing_good_that_it_cannot_evaluate() {
        work.hold(ScopeType.USER, "nobody");
        RunResult result = work.run(Scene.IPS.category(), today);
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        AuditResult audited = audit();
        assertThat(audited.ok()).isTrue();
        assertThat(audited.good()).isZero();
        assertThat(audited.open()).isEqualTo(8);
        assertThat(audited.gaps()).containsOnlyKeys(Gap.LOST_NAME);
    }

    @Test
    void says_where_holds_on_invoices_objects_and_parts_may_have_reached() {
        Scene.CALLS.put(work, Scene.Spec.of(1, Scene.CALLS.firstDue(today)).customer(1));
        for (String scope :
                List.of("INVOICE 777", "OBJECT calls/none", "RECORD call-recordings/transcripts:999", "USER anv2")) {
            work.hold(ScopeType.valueOf(scope.split(" ")[0]), scope.split(" ")[1]);
        }
        RunResult result = work.run(Scene.CALLS.category(), today);
        assertThat(result.counts().of(Outcome.ERASED)).as(result.toString()).isEqualTo(1);
        AuditResult audited = audit();
        assertThat(audited.ok()).isTrue();
        assertThat(audited.open()).isEqualTo(1);
        assertThat(audited.gaps())
                .containsOnlyKeys(Gap.INVOICE_HOLD, Gap.OBJECT_HOLD, Gap.PART_HOLD, Gap.OTHER_COLUMNS);
    }

    private static String blind(String sql) {
        return Stream.of("FROM hold h", "FROM hold WHERE")
                .filter(sql::contains)
                .findFirst()
                .map(from -> sql.replace(from, "FROM " + NONE + (from.endsWith("WHERE") ? " WHERE" : "")))
                .orElse(sql.endsWith("FROM hold") ? sql.replace("FROM hold", "FROM " + NONE) : sql);
    }

    private void altered(UnaryOperator<String> change, LocalDate asOf) {
        try (AlteredRuns runs = AlteredRuns.rewriting(work, change, point -> {})) {
            assertThat(runs.run(Scene.IPS.category(), asOf)).isNotEmpty();
        }
    }

    private AuditResult audit() {
        try (SuiteContext suite = work.suite()) {
            return Audits.of(work, suite).audit(Optional.empty());
        }
    }
}

package se.partnersec.gallra.reports.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.reports.copies.ResidualCopiesInspector;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.json.JsonText;
import se.partnersec.gallra.support.json.JsonTree;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.JsonSchemas;

/** What is certified of a ledger of three runs in the night of 24 November 2026, and what is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class CertificateIssuerIT {
    private static final LocalDate NIGHT = LocalDate.of(2026, 11, 24);
    private static final CertificateIssuer.Trust NOBODY =
            new CertificateIssuer.Trust(null, null, new Certificate.Audited(0, 0));
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    private final Path folder;

    @AutoClose
    private final WrittenLedger written = new WrittenLedger(11);

    @AutoClose
    private final HikariDataSource pool = DataSourceFactory.pool(written.schemas.settings(), DatabaseRole.OWNER, 3);

    CertificateIssuerIT(@TempDir Path folder) {
        this.folder = folder;
        written.inTransaction(() -> {
            written.run(CategoryIds.IP_LOGS, 0, 1, 4, 9);
            written.run(CategoryIds.CHAT_LOGS, 0, 2, 6, 9);
            written.run(CategoryIds.IP_LOGS, 0, 3, 3, 9);
        });
        written.jdbc.update("UPDATE run_scope SET outcome = 'DONE'");
        Audits.seen(written.jdbc);
        written.jdbc.update(
                "INSERT INTO finding (category, subject, code, detail, run_id, first_seen, last_seen) VALUES"
                        + " ('ip-logs', 'Åsa Påhittad', 'STORAGE_LOCKED', 'asa@exempel.se', 3, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)),"
                        + " ('ip-logs', 'x', 'STORAGE_LOCKED', 'settled since', 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))");
    }

    private Certificate certify(CertificateSubject subject) {
        return certify(subject, FINGERPRINT);
    }

    private Certificate certify(CertificateSubject subject, String fingerprint) {
        CertificateIssuer certifier = new CertificateIssuer(
                pool,
                PolicyReader.read(Path.of("..", "..", "job-config", "policy.yml"), CategoryIds.KNOWN),
                fingerprint);
        return certifier.certify(
                subject,
                NOBODY,
                day -> new ResidualCopiesInspector(List.of(), true, List.of()).from(day),
                "gallra test");
    }

    private Path file(Certificate certificate) throws IOException {
        Path file = Files.createTempFile(folder, "certificate", ".json");
        Files.writeString(file, JsonSchemas.document("certificate-document-1", certificate.json(null)));
        return file;
    }

    private CertificateVerifier.Result check(Path file) {
        return CertificateVerifier.of(file, null).database(pool, NOBODY);
    }

    private long sum(String outcome, String where) {
        return written
                .jdbc
                .query("SELECT counts FROM ledger_chunk WHERE kind = 'C' AND " + where, (row, i) -> row.getString(1))
                .stream()
                .mapToLong(counts -> Long.parseLong(
                        counts.replaceAll(".*\\b" + outcome + "=(\\d+).*", "$1").replaceAll(".*\\D.*|^$", "0")))
                .sum();
    }

    @Test
    void a_run_is_certified_with_its_rows_and_its_counts() throws IOException {
        Certificate certificate = certify(CertificateSubject.ofRun(2));

        assertThat(certificate.ledger().ranges()).singleElement().satisfies(range -> {
            assertThat(range.category()).isEqualTo("chat-logs");
            assertThat(range.from()).isEqualTo(1);
            assertThat(range.to())
                    .as("6 chunks, closed in the middle and at the end")
                    .isEqualTo(8);
        });
        assertThat(certificate.ledger().gone())
                .filteredOn(count -> count.outcome() == Outcome.ERASED)
                .singleElement()
                .satisfies(count -> assertThat(count.records()).isEqualTo(sum("ERASED", "run_id = 2")));
        assertThat(certificate.ledger().stayed())
                .extracting(LedgerClaim.Count::outcome)
                .containsOnly(Outcome.HELD);
        assertThat(certificate.runs()).extracting(RunFact::run).containsExactly(2L);
        assertThat(certificate.unsealed()).isEqualTo(8);
        assertThat(certificate.checked().seals()).isZero();
        assertThat(certificate.checked().signatures()).isFalse();
        assertThat(certificate.findings()).isEmpty();
        assertThat(certificate.copies().day()).isEqualTo(NIGHT);
        CertificateVerifier.Result check = check(file(certificate));
        assertThat(check.problems()).isEmpty();
        assertThat(check.rows()).isEqualTo(8);
        assertThat(check.sealed()).isZero();
    }

    @Test
    void an_object_without_its_row_and_what_went_elsewhere_are_counted_by_themselves() {
        LedgerClaimReader reader = new LedgerClaimReader(CertificateSubject.ofRun(5));
        Outcome.Counts chunk = new Outcome.Counts().add(Outcome.ERASED, 4).add(Outcome.OBJECT_ONLY, 2);
        reader.accept(row(1, false, chunk));
        reader.accept(row(2, true, chunk.add(Outcome.GONE_ELSEWHERE, 3).add(Outcome.HELD, 1)));
        LedgerClaim claim = reader.claim();
        assertThat(LedgerClaim.records(claim.gone())).isEqualTo(4);
        assertThat(claim.objectOnly()).extracting(LedgerClaim.Count::records).containsExactly(2L);
        assertThat(claim.elsewhere()).extracting(LedgerClaim.Count::records).containsExactly(3L);
        assertThat(claim.stayed()).extracting(LedgerClaim.Count::outcome).containsExactly(Outcome.HELD);
    }

    private static LedgerClaimRow row(long seq, boolean closes, Outcome.Counts counts) {
        Outcome.Counts own = Outcome.Counts.parse(counts.text());
        return new LedgerClaimRow(
                "ip-logs", 0, seq, 5, closes, LocalDateTime.parse("2026-11-24T01:00:00"), "p", own, new byte[32]);
    }

    @Test
    void days_are_certified_with_every_run_in_them_and_none_beside() throws IOException {
        Certificate night = certify(CertificateSubject.ofDays(NIGHT, NIGHT));
        assertThat(night.runs()).extracting(RunFact::run).containsExactly(1L, 2L, 3L);
        assertThat(night.ledger().ranges())
                .extracting(LedgerClaim.Range::category)
                .containsExactly("chat-logs", "ip-logs");
        assertThat(night.ledger().gone().stream()
                        .mapToLong(LedgerClaim.Count::records)
                        .sum())
                .isEqualTo(sum("ERASED", "TRUE") + sum("ANONYMISED", "TRUE"));
        assertThat(night.findings())
                .as("what run 3 did not note again is settled")
                .containsExactly(new RunFacts.Finding("ip-logs", "STORAGE_LOCKED", 1));
        assertThat(check(file(night)).ok()).isTrue();

        Certificate before = certify(CertificateSubject.ofDays(NIGHT.minusDays(9), NIGHT.minusDays(1)));
        assertThat(before.ledger().ranges()).isEmpty();
        assertThat(before.ledger().gone()).isEmpty();
        assertThat(check(file(before)).ok()).isTrue();
    }

    @Test
    void a_day_that_is_not_over_is_not_certified() {
        LocalDate today = Objects.requireNonNull(
                written.jdbc.queryForObject("SELECT DATE(UTC_TIMESTAMP() + INTERVAL 2 HOUR)", LocalDate.class));
        assertThatThrownBy(() -> certify(CertificateSubject.ofDays(NIGHT, today.plusDays(1))))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("is not over yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outcome = 'FAILED'",
                "outcome = 'STOPPED'",
                "outcome = NULL",
                "outcome = NULL, ended_at = NULL, closed_seq = NULL"
            })
    void a_run_that_is_not_over_is_not_certified(String state) {
        List<Map<String, @Nullable Object>> before =
                written.jdbc.queryForList("SELECT * FROM run_scope WHERE run_id = 3");
        written.jdbc.update("UPDATE run_scope SET " + state + " WHERE run_id = 3");
        try {
            for (CertificateSubject subject :
                    List.of(CertificateSubject.ofRun(3), CertificateSubject.ofDays(NIGHT, NIGHT.plusDays(0)))) {
                assertThatThrownBy(() -> certify(subject))
                        .satisfies(refusedWith(ExitCode.DIFFERENCES))
                        .hasMessageStartingWith("No certificate.")
                        .hasMessageContaining("run 3 ");
            }
            assertThat(certify(CertificateSubject.ofRun(2)).runs()).hasSize(1);
        } finally {
            written.jdbc.update(
                    "UPDATE run_scope SET outcome = 'DONE', ended_at = ?, closed_seq = ? WHERE run_id = 3",
                    before.get(0).get("ended_at"),
                    before.get(0).get("closed_seq"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABANDONED", "REFUSED", "SKIPPED"})
    void a_run_that_left_something_or_did_not_look_again_is_certified_and_not_as_verified(String outcome) {
        written.jdbc.update("UPDATE run_scope SET outcome = ? WHERE run_id = 3", outcome);
        try {
            assertThat(certify(CertificateSubject.ofRun(3)).runs())
                    .extracting(RunFact::verified)
                    .containsExactly(false);
        } finally {
            written.jdbc.update("UPDATE run_scope SET outcome = 'DONE' WHERE run_id = 3");
        }
        assertThat(certify(CertificateSubject.ofRun(3)).runs())
                .extracting(RunFact::verified)
                .containsExactly(true);
        assertThatThrownBy(() -> certify(CertificateSubject.ofRun(4711))).hasMessageContaining("there is no run 4711");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "token = token + 1; token = token - 1; its hash is not that of its content",
                "run_id = 99; run_id = 1; its hash is not that of its content",
                "counts = REPLACE(counts, 'ERASED=', 'ERASED=1'); counts = REPLACE(counts, 'ERASED=1', 'ERASED='); row 2"
            })
    void over_a_ledger_that_was_tampered_with_nothing_is_certified_and_nothing_holds(
            String change, String back, String says) throws IOException {
        Path honest = file(certify(CertificateSubject.ofRun(1)));
        written.jdbc.update("UPDATE ledger_chunk SET " + change + " WHERE category = 'ip-logs' AND seq = 2");
        try {
            for (CertificateSubject subject : List.of(
                    CertificateSubject.ofRun(1),
                    CertificateSubject.ofRun(3),
                    CertificateSubject.ofDays(NIGHT, NIGHT))) {
                assertThatThrownBy(() -> certify(subject))
                        .satisfies(refusedWith(ExitCode.DIFFERENCES))
                        .hasMessageContaining("The ledger was altered")
                        .hasMessageContaining(says);
            }
            assertThat(check(honest).problems()).anyMatch(problem -> problem.contains(says));
            LedgerClaimReader believing = new LedgerClaimReader(CertificateSubject.ofRun(3));
            new LedgerRows(written.jdbc).each(believing);
            assertThat(believing.claim().ranges())
                    .as("without the verification it would be certified")
                    .isNotEmpty();
        } finally {
            written.jdbc.update("UPDATE ledger_chunk SET " + back + " WHERE category = 'ip-logs' AND seq = 2");
        }
        assertThat(check(honest).ok()).isTrue();
    }

    /** A row that bears the run's number would be certified, whichever chain it is in. */
    @Test
    void a_row_that_was_slipped_into_the_chain_of_another_category_is_found() {
        written.jdbc.update("UPDATE ledger_chunk SET run_id = 1 WHERE category = 'chat-logs' AND seq = 2");
        try {
            assertThatThrownBy(() -> certify(CertificateSubject.ofRun(1)))
                    .satisfies(refusedWith(ExitCode.DIFFERENCES))
                    .hasMessageContaining("chat-logs, row 2");
        } finally {
            written.jdbc.update("UPDATE ledger_chunk SET run_id = 2 WHERE category = 'chat-logs' AND seq = 2");
        }
    }

    @Test
    void a_changed_certificate_does_not_hold_and_the_place_is_named() throws IOException {
        Certificate certificate = certify(CertificateSubject.ofDays(NIGHT, NIGHT));
        String text = certificate.json(null);
        Path file = folder.resolve("changed.json");
        Files.writeString(file, text.replaceFirst("\"records\": ", "\"records\": 9"));
        assertThat(check(file).problems())
                .contains("its checksum does not match its text")
                .anyMatch(problem -> problem.startsWith("at ledger."));
        Files.writeString(file, text.replace("\n", "\r\n"));
        assertThatThrownBy(() -> check(file)).hasMessageContaining("not written as this program writes it");

        // Whoever computes the checksum anew is found by the ledger.
        for (String what : List.of("\"records\": ", "\"from\": ", "\"to\": ", "\"run\": ", "\"part\": ")) {
            Files.writeString(file, summed(text.replaceFirst(what, what + "7")));
            assertThat(check(file).problems()).as(what).anyMatch(problem -> problem.startsWith("at ledger."));
        }
        Files.writeString(file, summed(text.replaceFirst("\"sha256\": \"[0-9a-f]", "\"sha256\": \"z")));
        assertThat(check(file).problems()).anyMatch(problem -> problem.contains("ranges[0].sha256"));
        Files.writeString(file, summed(text.replaceFirst("\"seals\": \\[\\]", """
                "seals": [
                    {
                      "number": 1,
                      "sealedAt": "2026-11-24T02:00:00Z",
                      "root": "ab",
                      "rows": 5
                    }
                  ]""")));
        assertThat(check(file).problems()).contains("there is no seal 1 with the root it names");
        Files.writeString(file, text);
        assertThat(check(file).ok()).isTrue();
    }

    private static String summed(String text) {
        Map<String, @Nullable Object> tree = JsonTree.read(text);
        tree.put(Certificate.SUM, se.partnersec.gallra.support.crypto.Sha256.ofText(Certificate.content(tree)));
        return JsonText.document(tree);
    }

    @Test
    void rules_are_named_only_where_they_are_those_that_were_decided_by() {
        assertThat(certify(CertificateSubject.ofRun(2)).rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.grounds().law()).isNotEmpty());
        Certificate other = certify(CertificateSubject.ofRun(2), "f".repeat(64));
        assertThat(other.rules()).isEmpty();
        assertThat(other.otherRules()).containsExactly("chat-logs");
    }

    @Test
    void nobody_is_named() {
        String text = certify(CertificateSubject.ofDays(NIGHT, NIGHT)).json(null);
        assertThat(text).doesNotContain("Åsa", "asa@", "settled since", "\"key", "customer", "user");
        assertThat(text.replaceAll("(?s).*\"findings\": (\\[.*?\\]).*", "$1").replaceAll("\\s+", " "))
                .isEqualTo("[ { \"category\": \"ip-logs\", \"code\": \"STORAGE_LOCKED\", \"records\": 1 } ]");
    }
}

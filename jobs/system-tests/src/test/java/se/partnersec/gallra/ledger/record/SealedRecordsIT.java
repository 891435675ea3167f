package se.partnersec.gallra.ledger.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealContent;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.sealstore.FileSealStore;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.DocumentedVerifier;

/** Holds, approvals, rules, requests, steps of the gate, the audit: what decides is sealed as the ledger is. */
@Tag("full")
class SealedRecordsIT {
    private static final long SEED = Long.getLong("seed", 20261129);
    private static final int TAMPERINGS = Integer.getInteger("tamperings", 1000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private WrittenLedger written;
    private SealKey key;
    private Path seals;

    @BeforeEach
    void write() throws IOException {
        written = new WrittenLedger(SEED);
        written.jdbc.update("UPDATE gate SET v = 1000");
        seals = Files.createDirectory(folder.resolve("seals"));
        key = SealKey.read(SealKey.make(folder.resolve("seal.key")).secretFile());
    }

    @AfterEach
    void drop() {
        written.close();
    }

    private List<Seal> seal(int most) {
        return new SealService(
                        written.jdbc,
                        written.transactions,
                        key,
                        List.of(new FileSealStore(seals)),
                        CategoryIds.ALL,
                        SealService.Bounds.ofRows(most))
                .seal()
                .made();
    }

    /** Seals as of eleven years later. */
    private List<Seal> sealLater() {
        written.jdbc.execute("SET SESSION timestamp = UNIX_TIMESTAMP() + 11 * 366 * 86400");
        try {
            return seal(1000);
        } finally {
            written.jdbc.execute("SET SESSION timestamp = DEFAULT");
        }
    }

    private OfflineVerifier.Result online() {
        return new SealVerifier(written.jdbc, written.transactions).verify(key.known(), seals);
    }

    private String export() {
        try {
            Path file = folder.resolve("ledger.txt");
            new LedgerExporter(written.jdbc, written.transactions, WrittenLedger.TAGS).write(file, true);
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OfflineVerifier.Result verify(OfflineVerifier verification, String text) {
        try {
            return verification.ledger(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_alteration_of_a_sealed_row_is_found_without_a_database_and_by_the_documented_format() throws Exception {
        DecisionRows rows = new DecisionRows(written.jdbc, new Random(SEED)).fill();
        written.fill();
        assertThat(seal(40)).as("several seals").hasSizeGreaterThan(2);
        String intact = export();
        OfflineVerifier verification = OfflineVerifier.of(key.known(), seals);
        OfflineVerifier.Result good = verify(verification, intact);
        assertThat(good.problems()).isEmpty();
        assertThat(good.records().sealed())
                .isEqualTo(written.jdbc.queryForObject("SELECT COUNT(*) FROM seal_leaf", Long.class));
        assertThat(good.records().unsealed()).isZero();
        assertThat(online().problems()).isEmpty();

        Path copies = Files.createDirectory(folder.resolve("copies"));
        Files.writeString(copies.resolve("intact.txt"), intact);
        OfflineVerifier unsealed = OfflineVerifier.of(new SealChain(key.known()));
        Map<String, Integer> kinds = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        int blind = 0;
        for (int i = 0; i < TAMPERINGS; ) {
            String[] altered = {"", ""};
            written.undone(() -> {
                altered[0] = rows.tamper();
                altered[1] = altered[0].isEmpty() ? intact : export();
                return true;
            });
            if (altered[1].equals(intact)) {
                continue;
            }
            kinds.merge(altered[0].replaceFirst("\\..*", ""), 1, Integer::sum);
            if (verify(verification, altered[1]).ok()) {
                missed.add(altered[0]);
            }
            blind += verify(unsealed, altered[1]).ok() ? 1 : 0;
            Files.writeString(copies.resolve("altered-" + i + ".txt"), altered[1]);
            i++;
        }
        System.out.printf("alterations of sealed rows: %d, missed %d, by table %s%n", TAMPERINGS, missed.size(), kinds);
        assertThat(missed).isEmpty();
        assertThat(kinds.keySet())
                .as("tables")
                .hasSizeGreaterThanOrEqualTo(TAMPERINGS < 1000 ? 1 : SealedTable.values().length);
        assertThat(blind).as("the control: without the seals all pass").isEqualTo(TAMPERINGS);
        byTheDocumentedFormat(copies);
    }

    private void byTheDocumentedFormat(Path copies) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("ledger", folder.resolve("seal.key.pub").toString(), seals.toString()));
        try (Stream<Path> files = Files.list(copies)) {
            files.sorted().map(Path::toString).forEach(words::add);
        }
        DocumentedVerifier.Verdict verdict = DocumentedVerifier.verify(words);
        assertThat(verdict.exit()).as(String.join("\n", verdict.lines())).isEqualTo(1);
        assertThat(verdict.lines().stream().filter(line -> line.endsWith(": OK")))
                .singleElement()
                .asString()
                .contains("intact.txt");
        assertThat(verdict.lines().stream().filter(line -> line.contains(": NOT AS SEALED")))
                .hasSize(TAMPERINGS);
        // Seals whose rows were cut off vouch for none, nor does a place without a seal.
        Path seal = seals.resolve("seal-0000000001.txt");
        String text = Files.readString(seal);
        Files.delete(seal);
        Files.writeString(seal, text.substring(0, text.indexOf('\n', text.indexOf("\nsignature ") + 1) + 1));
        assertThat(DocumentedVerifier.verify(words).exit()).isEqualTo(1);
        words.set(2, copies.toString());
        assertThat(DocumentedVerifier.verify(words).exit()).isEqualTo(1);
    }

    @Test
    void a_row_that_is_committed_after_later_ones_were_sealed_is_sealed_too() throws SQLException {
        new DecisionRows(written.jdbc, new Random(1));
        seal(1000);
        try (HikariDataSource pool = DataSourceFactory.pool(written.schemas.settings(), DatabaseRole.OWNER, 2);
                Connection slow = pool.getConnection();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(hold(7));
            written.jdbc.execute(hold(8));
            assertThat(seal(1000))
                    .singleElement()
                    .extracting(made -> made.content().tables())
                    .asString()
                    .contains("hold");
            assertThat(sealed("hold")).containsExactly("8");
            slow.commit();
        }
        assertThat(online().records().unsealed()).isEqualTo(1);
        seal(1000);
        assertThat(sealed("hold")).containsExactly("7", "8");
        written.jdbc.update("UPDATE hold SET until_on = '2020-01-01' WHERE id = 7");
        assertThat(online().problems()).singleElement().asString().contains("hold 7", "changed after it was sealed");
    }

    private static String hold(int id) {
        return "INSERT INTO hold (id, uuid, type, scope_kind, scope_key, scope_text, until_on, reason) VALUES (" + id
                + ", UUID(), 'LEGAL_CLAIM', 'USER', '" + id + "', '" + id + "', '2030-01-01', 'x')";
    }

    private List<String> sealed(String table) {
        return written.jdbc.query(
                "SELECT row_key FROM seal_leaf WHERE kind = ? ORDER BY row_key", (row, i) -> row.getString(1), table);
    }

    @Test
    void what_was_pruned_is_sealed_as_gone_and_what_was_only_removed_is_found() {
        for (int id = 1; id <= 6; id++) {
            written.jdbc.update("INSERT INTO audit (id, action, subject) VALUES (?, 'x', 'x')", id);
        }
        seal(1000);
        prune(1, 3);
        assertThat(online().problems()).as("before it is sealed as gone").hasSize(3);
        assertThat(sealLater())
                .singleElement()
                .extracting(made -> made.content().tables())
                .asString()
                .contains(
                        new SealContent.TableRows("pruned", 1).toString(),
                        new SealContent.TableRows("audit", 3).toString());
        assertThat(online().problems()).isEmpty();
        assertThat(seal(1000)).isEmpty();

        written.jdbc.update("DELETE FROM audit WHERE id = 4");
        assertThat(online().problems()).singleElement().asString().contains("audit 4", "removed after it was sealed");
        prune(5, 6);
        sealLater();
        assertThat(online().problems())
                .as("while one row is gone of which nobody said so, none is taken for pruned")
                .hasSize(3);
    }

    /** What the owner says of the rows of yesterday is not believed, nor what the index says of the seal that covers them. */
    @Test
    void rows_that_are_too_young_to_be_pruned_are_missed_whoever_says_that_they_were() {
        for (int id = 1; id <= 2; id++) {
            written.jdbc.update("INSERT INTO audit (id, action, subject) VALUES (?, 'x', 'x')", id);
        }
        seal(1000);
        prune(1, 1);
        seal(1000);
        assertThat(online().problems()).singleElement().asString().contains("audit 1", "removed after it was sealed");
        assertThat(seal(1000)).as("the note waits").isEmpty();
    }

    /** A number that is given again, and an index that names the old seal of it. */
    @Test
    void a_row_is_as_old_as_the_last_seal_about_it() {
        written.jdbc.update("INSERT INTO audit (id, action, subject) VALUES (1, 'x', 'x')");
        seal(1000);
        prune(1, 1);
        sealLater();
        assertThat(online().problems()).isEmpty();
        written.jdbc.execute("SET SESSION timestamp = UNIX_TIMESTAMP() + 11 * 366 * 86400");
        written.jdbc.update("INSERT INTO audit (id, action, subject) VALUES (1, 'x', 'another')");
        seal(1000);
        assertThat(online().problems()).isEmpty();
        written.jdbc.update("UPDATE seal_leaf SET seal = 1 WHERE kind = 'audit'");
        prune(1, 1);
        seal(1000);
        written.jdbc.execute("SET SESSION timestamp = DEFAULT");
        assertThat(online().problems()).singleElement().asString().contains("audit 1", "removed after it was sealed");
    }

    /** Notes of one row twice, and of one that a seal says is gone: no seal says it again, or none would be accepted any more. */
    @Test
    void what_is_said_twice_is_sealed_as_gone_once() {
        for (int id = 1; id <= 2; id++) {
            written.jdbc.update("INSERT INTO audit (id, action, subject) VALUES (?, 'x', 'x')", id);
        }
        seal(1000);
        prune(1, 1);
        prune(1, 1);
        sealLater();
        assertThat(online().problems()).isEmpty();
        written.jdbc.update("INSERT INTO seal_leaf (kind, row_key, seal) VALUES ('audit', '1', 1)");
        prune(1, 2);
        sealLater();
        assertThat(online().problems()).isEmpty();
        assertThat(OfflineVerifier.of(key.known(), seals).seals().ok()).isTrue();
    }

    /** Keys that anybody with a login may choose: nothing at all, and two rows that would be one. */
    @Test
    void keys_that_are_empty_or_hold_a_slash_neither_stop_the_sealer_nor_hide_a_row() {
        new DecisionRows(written.jdbc, new Random(1));
        written.jdbc.update(
                "INSERT INTO request_decision (request_id, uuid, accepted, entered_by) VALUES (1, '', 0, 'x')");
        for (String[] row : new String[][] {{"a", "b/c"}, {"a/b", "c"}}) {
            written.jdbc.update("INSERT INTO plan_end (plan_id, category, reason) VALUES (?, ?, 'x')", row[0], row[1]);
        }
        assertThat(seal(1000)).hasSize(1);
        assertThat(seal(1000)).as("nothing is left").isEmpty();
        assertThat(online().problems()).isEmpty();
        assertThat(OfflineVerifier.of(key.known(), seals).seals().ok()).isTrue();
        written.jdbc.update("UPDATE request_decision SET accepted = 1 WHERE uuid = ''");
        written.jdbc.update("DELETE FROM plan_end WHERE plan_id = 'a/b'");
        assertThat(online().problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("request_decision ", "changed after it was sealed"))
                .anySatisfy(problem -> assertThat(problem).contains("plan_end 3%3Aa%2Fb%2F1%3Ac", "removed after"));
    }

    private void prune(int first, int last) {
        int gone = written.jdbc.update("DELETE FROM audit WHERE id BETWEEN ? AND ?", first, last);
        written.jdbc.update(
                "INSERT INTO pruned (kind, older_than, records, rows_removed, first_key, last_key, export)"
                        + " VALUES ('audit', UTC_TIMESTAMP(6), ?, ?, ?, ?, ?)",
                gone,
                gone,
                first,
                last,
                "0".repeat(64));
        for (int id = first; id <= last; id++) {
            written.jdbc.update(
                    "INSERT INTO pruned_row (pruned, kind, row_key) SELECT MAX(id), 'audit', ? FROM pruned", id);
        }
    }

    @Test
    void a_row_that_the_index_forgot_is_not_sealed_twice_unseen() {
        new DecisionRows(written.jdbc, new Random(1));
        written.jdbc.execute(hold(7));
        seal(1000);
        written.jdbc.update("UPDATE hold SET until_on = '2020-01-01' WHERE id = 7");
        written.jdbc.update("DELETE FROM seal_leaf WHERE kind = 'hold'");
        assertThat(seal(1000)).hasSize(1);
        assertThat(online().problems())
                .anySatisfy(problem -> assertThat(problem).contains("hold 7 once more: that row was written anew"));
    }
}

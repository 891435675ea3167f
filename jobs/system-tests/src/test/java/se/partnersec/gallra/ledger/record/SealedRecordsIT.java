package se.partnersec.gallra.ledger.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** Holds, approvals, rules, requests, steps of the gate, the audit: what decides is sealed as the ledger is. */
@Tag("once")
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
                        most)
                .seal()
                .made();
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

    /** The verifier of the documentation, which shares no line with the program. */
    private void byTheDocumentedFormat(Path copies) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "python3",
                Path.of("../../job-config/docs/verify_evidence.py").toString(),
                "ledger",
                folder.resolve("seal.key.pub").toString(),
                seals.toString()));
        try (Stream<Path> files = Files.list(copies)) {
            files.sorted().map(Path::toString).forEach(command::add);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", answers)).isEqualTo(1);
        assertThat(answers.stream().filter(line -> line.contains(": OK")))
                .singleElement()
                .asString()
                .contains("intact.txt");
        assertThat(answers.stream().filter(line -> line.contains(": NOT AS SEALED")))
                .hasSize(TAMPERINGS);
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
            written.jdbc.update(
                    "INSERT INTO audit (id, at, who, action, subject) VALUES (?, UTC_TIMESTAMP(6), 'x', 'x', 'x')", id);
        }
        seal(1000);
        prune(1, 3, 3);
        assertThat(online().problems()).as("before it is sealed as gone").hasSize(3);
        assertThat(seal(1000))
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
        prune(5, 6, 1);
        seal(1000);
        assertThat(online().problems()).as("two rows went, and one was said to").hasSize(3);
    }

    private void prune(int first, int last, int records) {
        written.jdbc.update("DELETE FROM audit WHERE id BETWEEN ? AND ?", first, last);
        written.jdbc.update(
                "INSERT INTO pruned (kind, older_than, records, rows_removed, first_key, last_key, export)"
                        + " VALUES ('audit', UTC_TIMESTAMP(6), ?, ?, ?, ?, ?)",
                records,
                records,
                first,
                last,
                "0".repeat(64));
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

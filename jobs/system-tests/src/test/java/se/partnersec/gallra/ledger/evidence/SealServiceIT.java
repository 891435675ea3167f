package se.partnersec.gallra.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.entry.Rewritten;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.ledger.seal.SealedRange;
import se.partnersec.gallra.ledger.seal.Seals;
import se.partnersec.gallra.ledger.sealstore.FileSealStore;
import se.partnersec.gallra.ledger.sealstore.SealStore;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;

@Tag("core")
class SealServiceIT {
    private static final SealKey KEY = Seals.key();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private WrittenLedger written;

    @BeforeEach
    void write() throws SQLException {
        written = new WrittenLedger(7);
        written.jdbc.update("UPDATE gate SET v = 500");
        written.inTransaction(() -> written.run(CategoryIds.IP_LOGS, 0, 1, 11, 5));
    }

    @AfterEach
    void drop() throws SQLException {
        written.close();
    }

    /** A directory of seals that can be given a trait. */
    private static class Folder implements SealStore {
        private final FileSealStore place;

        Folder(Path folder) {
            this.place = new FileSealStore(folder);
        }

        @Override
        public String name() {
            return place.name();
        }

        @Override
        public Optional<String> read(long number) {
            return place.read(number);
        }

        @Override
        public long newest() {
            return place.newest();
        }

        @Override
        public void write(long number, String text) {
            place.write(number, text);
        }
    }

    private SealService sealer(int most, Path... places) {
        List<SealStore> all =
                Stream.of(places).<SealStore>map(FileSealStore::new).toList();
        return new SealService(
                written.jdbc, written.transactions, KEY, all, CategoryIds.ALL, SealService.Bounds.ofRows(most));
    }

    private SealReport seal() {
        return sealer(1000, folder).seal();
    }

    private void moreRows(int run) {
        written.inTransaction(() -> written.run(CategoryIds.CHAT_LOGS, 0, run, 6, 5));
    }

    private long exportsNoted(Path place) {
        Long noted = written.jdbc.queryForObject(
                "SELECT COUNT(*) FROM ledger_seal_export WHERE place = ?", Long.class, new FileSealStore(place).name());
        return noted == null ? 0 : noted;
    }

    private OfflineVerifier.Result verify() {
        return new SealVerifier(written.jdbc, written.transactions).verify(KEY.known(), folder);
    }

    @Test
    void seals_what_is_new_links_it_and_exports_it_where_it_is_verified_without_a_database() {
        SealReport first = seal();
        assertThat(first.made()).singleElement().satisfies(seal -> {
            assertThat(seal.number()).isEqualTo(1);
            assertThat(seal.rows()).isEqualTo(12);
            assertThat(seal.holdEpoch()).isEqualTo(500);
        });
        assertThat(seal().made()).as("nothing new").isEmpty();
        moreRows(3);
        SealReport second = seal();
        assertThat(second.made()).singleElement().satisfies(seal -> {
            assertThat(seal.previous()).isEqualTo(first.made().get(0).hash());
            assertThat(seal.covered()).extracting(SealedRange::category).containsExactly("chat-logs");
        });
        assertThat(second.exports()).singleElement().satisfies(export -> {
            assertThat(export.brought()).isEqualTo(1);
            assertThat(export.missing()).isZero();
        });
        assertThat(OfflineVerifier.of(KEY.known(), folder).seals().ok()).isTrue();
        assertThat(verify()).satisfies(result -> {
            assertThat(result.ok()).as(result.toString()).isTrue();
            assertThat(result.sealed()).isEqualTo(19);
            assertThat(result.unsealed()).isZero();
        });
        moreRows(5);
        assertThat(verify().unsealed()).isEqualTo(7);
    }

    @Test
    void makes_several_seals_of_much_and_they_go_on_from_each_other() {
        moreRows(3);
        assertThat(sealer(5, folder).seal().made()).extracting(Seal::rows).containsExactly(5L, 5L, 5L, 4L);
        assertThat(verify().ok()).isTrue();
        assertThat(verify().sealed()).isEqualTo(19);
    }

    /** What somebody takes away has to go everywhere, and what he changes is told by the other place. */
    @Test
    void copies_in_two_places_stand_in_for_each_other_and_speak_against_each_other() throws IOException {
        moreRows(3);
        Path second = Files.createDirectory(folder.resolve("second"));
        sealer(5, folder, second).seal();
        SealStores both = SealStores.of(List.of(new FileSealStore(folder), new FileSealStore(second)));
        SealVerifier database = new SealVerifier(written.jdbc, written.transactions);
        assertThat(database.verify(KEY.known(), both).ok()).isTrue();

        Files.delete(folder.resolve("seal-0000000002.txt"));
        Files.delete(second.resolve("seal-0000000004.txt"));
        OfflineVerifier.Result whole = OfflineVerifier.of(KEY.known(), both).seals();
        assertThat(whole.ok()).as(whole.toString()).isTrue();
        assertThat(whole.last()).isNotNull().extracting(Seal::number).isEqualTo(4L);
        assertThat(OfflineVerifier.of(KEY.known(), folder).seals().ok())
                .as("the control: the one place alone")
                .isFalse();
        assertThat(database.verify(KEY.known(), both).seals())
                .as("the database knows that both were there")
                .hasSize(2);

        Path changed = second.resolve("seal-0000000003.txt");
        String text = Files.readString(changed);
        Files.delete(changed);
        Files.writeString(changed, text.replaceFirst("(?m)^(root )[0-9a-f]{4}", "$1ffff"));
        assertThat(OfflineVerifier.of(KEY.known(), both).seals().seals())
                .singleElement()
                .asString()
                .contains("seal 3 in directory " + second, "is another than in");

        Files.delete(folder.resolve("seal-0000000001.txt"));
        Files.delete(second.resolve("seal-0000000001.txt"));
        assertThat(OfflineVerifier.of(KEY.known(), both).seals().seals())
                .first()
                .asString()
                .contains("seal 2: it stands where seal 1 belongs");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> OfflineVerifier.of(KEY.known(), SealStores.in(empty)))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("there is no seal in directory");
    }

    @Test
    void tells_of_a_copy_that_could_not_be_written_and_brings_it_next_time() throws IOException {
        Path later = Files.createDirectory(folder.resolve("full"));
        SealStore full = new Folder(later) {
            @Override
            public void write(long number, String text) {
                throw SealException.later("no room");
            }
        };

        SealReport report = new SealService(
                        written.jdbc,
                        written.transactions,
                        KEY,
                        List.of(new FileSealStore(folder), full),
                        CategoryIds.ALL,
                        SealService.Bounds.ofRows(1000))
                .seal();

        assertThat(report.made()).hasSize(1);
        assertThat(report.exports().get(0).failure()).isNull();
        assertThat(report.exports().get(1)).satisfies(export -> {
            assertThat(export.missing()).isEqualTo(1);
            assertThat(export.failure()).extracting(SealException::exit).isEqualTo(ExitCode.ENVIRONMENT);
        });
        assertThat(exportsNoted(later)).isZero();
        assertThat(sealer(1000, folder, later).seal().exports().get(1).brought())
                .isEqualTo(1);
        assertThat(exportsNoted(later)).isEqualTo(1);
        assertThat(OfflineVerifier.of(KEY.known(), later).seals().ok()).isTrue();
    }

    /** Before it says which is its newest, somebody else seals and brings the copy there. */
    private SealStore meanwhile(int run) {
        AtomicBoolean once = new AtomicBoolean(true);
        return new Folder(folder) {
            @Override
            public long newest() {
                if (once.getAndSet(false)) {
                    moreRows(run);
                    assertThat(seal().made()).hasSize(1);
                }
                return super.newest();
            }
        };
    }

    @Test
    void a_seal_that_somebody_makes_while_another_is_made_or_verified_is_none_that_the_database_lost() {
        seal();
        SealReport report = new SealService(
                        written.jdbc,
                        written.transactions,
                        KEY,
                        List.of(meanwhile(3)),
                        CategoryIds.ALL,
                        SealService.Bounds.ofRows(1000))
                .seal();
        assertThat(report.made()).isEmpty();
        try (HikariDataSource pool = DataSourceFactory.pool(written.schemas.settings(), DatabaseRole.OWNER, 2)) {
            OfflineVerifier.Result result = new SealVerifier(new JdbcTemplate(pool), new JdbcTransactionManager(pool))
                    .verify(KEY.known(), SealStores.of(List.of(meanwhile(5))));
            assertThat(result.ok()).as(result.toString()).isTrue();
        }
        assertThat(verify().ok()).isTrue();
        written.jdbc.update("DELETE FROM ledger_seal_export WHERE seal = 3");
        written.jdbc.update("DELETE FROM ledger_seal WHERE seq = 3");
        assertThat(verify().seals()).as("the control").anyMatch(fault -> fault.contains("restored from a backup"));
    }

    /** A database that was set back may lie behind it: two seals of one number would be signed. */
    @Test
    void signs_nothing_while_a_place_cannot_be_asked() throws IOException {
        Path later = folder.resolve("not-mounted");
        assertThatThrownBy(sealer(1000, folder, later)::seal)
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessageContaining("nothing is sealed");
        assertThat(written.jdbc.queryForObject("SELECT COUNT(*) FROM ledger_seal", Integer.class))
                .isZero();
        Files.createDirectory(later);
        assertThat(sealer(1000, folder, later).seal().made()).hasSize(1);
    }

    @Test
    void signs_nothing_while_copies_that_were_brought_are_missing() throws IOException {
        seal();
        moreRows(3);
        Path copy = folder.resolve(SealStore.fileName(1));
        Path aside = folder.resolve("aside");
        Files.move(copy, aside);
        assertThatThrownBy(this::seal)
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("the newest seal is none, and seal 1 was brought there");
        Files.move(aside, copy);
        assertThat(seal().made()).hasSize(1);
        assertThat(verify().ok()).isTrue();
        Files.move(copy, aside);
        assertThat(verify().seals())
                .singleElement()
                .asString()
                .contains("seal 1: its copy was brought to", "is not there any more");
    }

    /** It was written, and the process died before the database knew: the same copy is taken for what it is. */
    @Test
    void notes_a_copy_that_is_there_already_and_writes_over_no_other() throws IOException {
        seal();
        Path file = folder.resolve(SealStore.fileName(1));
        written.jdbc.update("DELETE FROM ledger_seal_export");
        assertThat(seal().exports().get(0).brought()).isEqualTo(1);

        written.jdbc.update("DELETE FROM ledger_seal_export");
        file.toFile().setWritable(true);
        String other = Files.readString(file).replace("hold-epoch 500", "hold-epoch 501");
        Files.writeString(file, other);
        SealReport.Export refused = seal().exports().get(0);
        assertThat(refused.failure()).extracting(SealException::exit).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.missing()).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo(other);
        assertThat(verify().seals()).anyMatch(problem -> problem.contains("its copy in"));
    }

    @Test
    void a_file_that_is_there_is_never_written_over_even_by_who_did_not_look() throws IOException {
        FileSealStore place = new FileSealStore(folder);
        place.write(1, "first");
        place.write(1, "second");
        assertThat(place.read(1)).contains("first");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing half written is left").hasSize(1);
        }
    }

    @Test
    void a_database_that_was_set_back_is_not_sealed_on() throws IOException {
        seal();
        moreRows(3);
        seal();
        written.jdbc.update("DELETE FROM ledger_seal_export WHERE seal = 2");
        written.jdbc.update("DELETE FROM ledger_seal WHERE seq = 2");
        assertThatThrownBy(this::seal)
                .isInstanceOf(SealException.class)
                .hasMessageContaining("lies seal 2, and the database ends with seal 1");
        assertThat(verify().seals()).singleElement().asString().contains("seal 2 was exported");
        // Where the place is not named it cannot be seen; the copy that lies there still says no afterwards.
        sealer(1000, Files.createDirectory(folder.resolve("elsewhere"))).seal();
        moreRows(5);
        assertThat(seal().exports().get(0).failure()).isNotNull();
    }

    @Test
    void a_gate_below_the_last_seal_is_not_sealed_on() {
        seal();
        moreRows(3);
        written.jdbc.update("UPDATE gate SET v = 499");
        assertThatThrownBy(this::seal).hasMessageContaining("the gate is at epoch 499, and seal 1 knows epoch 500");
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE ledger_chunk SET token = token + 1 WHERE seq = 5, row 5: its hash is not that of its content",
        "UPDATE ledger_chunk SET prev_hash = REPEAT('x'|32) WHERE seq = 5, row 5: it does not continue row 4",
        "DELETE FROM ledger_chunk WHERE seq = 5, row 5: it is missing",
        "UPDATE ledger_chunk SET category = 'strangers' WHERE seq = 12, there is no such category",
        "UPDATE gate SET v = 50, it knows hold epoch 101"
    })
    void a_ledger_that_is_not_as_it_was_written_is_not_signed(String change, String says) {
        written.jdbc.update(change.replace('|', ','));
        assertThatThrownBy(this::seal).isInstanceOf(SealException.class).hasMessageContaining(says);
        assertThat(written.jdbc.queryForObject("SELECT COUNT(*) FROM ledger_seal", Integer.class))
                .isZero();
    }

    @Test
    void a_tail_cut_after_the_seal_is_found_and_not_sealed_on() {
        seal();
        written.jdbc.update("DELETE FROM ledger_chunk WHERE seq > 9");
        assertThatThrownBy(this::seal).hasMessageContaining("row 12: it is sealed and not there");
        assertThat(verify().rows()).singleElement().satisfies(problem -> {
            assertThat(problem.seq()).isEqualTo(10);
            assertThat(problem.what()).contains("the tail was cut");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "root = REPEAT('r'|32), a column beside its signed text",
        "prev_seal = REPEAT('r'|32), a column beside its signed text",
        "hold_epoch = 5000, a column beside its signed text",
        "chunks = 3, a column beside its signed text",
        "signature = REPEAT('r'|64), its signature is not of that key",
        "hashes = REPEAT('r'|384), is not in its list",
        "hashes = CONCAT(REPEAT('r'|32)| SUBSTRING(hashes| 33)), its root is not that of the hashes",
        "hashes = SUBSTRING(hashes| 33), carries 11 hashes",
        "body = REPLACE(body| 'hold-epoch 500'| 'hold-epoch 400'), its signature is not of that key",
        "body = 'x', cannot be read"
    })
    void a_seal_changed_in_the_database_is_found(String change, String says) {
        seal();
        assertThat(verify().ok()).isTrue();
        written.jdbc.update("UPDATE ledger_seal SET " + change.replace('|', ','));
        assertThat(String.join("\n", verify().seals())).contains(says);
    }

    /** Whoever may write everything in the database writes row 3 and all after it anew, and the sums still agree. */
    @Test
    void a_ledger_written_anew_is_found_by_the_seals_alone() {
        seal();
        written.undone(() -> {
            Rewritten.from(written.jdbc, "ip-logs", 3);
            assertThat(written.verify().ok()).as("without the seals").isTrue();
            assertThat(verify().rows()).singleElement().satisfies(problem -> {
                assertThat(problem.seq()).isEqualTo(3);
                assertThat(problem.what()).contains("it is not the row that seal 1 covers");
            });
            return true;
        });
        assertThat(verify().ok()).isTrue();
    }
}

package se.partnersec.gallra.config.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.yaml.ConfigException;

/** What is declared of other places is read strictly, and silence is never read as none. */
class CopyRegisterReaderTest {
    private static List<DeclaredCopyLocation> parse(String text) {
        return CopyRegisterReader.parse("copies.yml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_shipped_file_declares_nothing_and_so_does_none_at_all() {
        assertThat(CopyRegisterReader.read(Path.of("..", "..", "job-config", "copies.yml")))
                .isEmpty();
        assertThat(CopyRegisterReader.read(Path.of("no", "such", "copies.yml"))).isEmpty();
    }

    @Test
    void takes_days_places_names_and_the_word_none() {
        assertThat(parse("""
                database:
                  binary-log: {days: 7}
                  replicas: none
                  backups: {days: 35, where: "nattligen, Luleå"}
                bucket:
                  replication: {days: 30, to: [b-luleå, c]}
                  backups: not declared
                elsewhere:
                  band: {days: 0}
                """))
                .containsExactly(
                        new DeclaredCopyLocation(CopyLocation.BINARY_LOG, "binary-log", 7, "", List.of()),
                        new DeclaredCopyLocation(CopyLocation.REPLICAS, "replicas", null, "", List.of()),
                        new DeclaredCopyLocation(
                                CopyLocation.DATABASE_BACKUPS, "backups", 35, "nattligen, Luleå", List.of()),
                        new DeclaredCopyLocation(
                                CopyLocation.BUCKET_REPLICATION, "replication", 30, "", List.of("b-luleå", "c")),
                        new DeclaredCopyLocation(CopyLocation.ELSEWHERE, "band", 0, "", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "database: {backup: {days: 3}}             | 1 | unknown key 'backup' in 'database'; did you mean backups? known are backups, binary-log, replicas",
                "databases: none                           | 1 | unknown key 'databases'",
                "database: none                            | 1 | 'database' in the file must be a block",
                "database: {backups: 35}                   | 1 | must be {days: N, where: …}, or the words none or not declared, was '35'",
                "database: {backups: no}                   | 1 | was 'no'",
                "database: {backups: None}                 | 1 | was 'None'",
                "database: {backups: {days: -1}}           | 1 | 'days' in 'backups' must lie between 0 and 36500, was -1",
                "database: {backups: {days: 36501}}        | 1 | must lie between 0 and 36500",
                "database: {backups: {days: 35d}}          | 1 | must be a whole number such as 14, was '35d'",
                "database: {backups: {where: x}}           | 1 | 'days' is missing in 'backups'",
                "database: {backups: {days: 3, to: [b]}}   | 1 | unknown key 'to' in 'backups'",
                "bucket: {replication: {days: 3}}          | 1 | 'to' is missing in 'replication'",
                "bucket: {replication: {days: 3, to: []}}  | 1 | must be a list with at least one entry",
                "elsewhere: {tapes: none}                  | 1 | must be {days: N, where: …}, was 'none'",
                "elsewhere: {tapes: not declared}          | 1 | must be {days: N, where: …}, was 'not declared'",
                "database: {backups: none, backups: none}  | 1 | is there twice"
            })
    void names_each_fault_with_its_line_and_the_cure(String text, int line, String says) {
        assertThatThrownBy(() -> parse(text + "\n"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.faults()).anySatisfy(problem -> {
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.message()).contains(says);
                        }));
    }
}

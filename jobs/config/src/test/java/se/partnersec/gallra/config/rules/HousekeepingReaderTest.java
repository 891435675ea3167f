package se.partnersec.gallra.config.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;

/** What own-data.yml may say, and what is refused with its line and a cure. */
class HousekeepingReaderTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static HousekeepingPolicy parse(String text) {
        return HousekeepingReader.parse("own-data.yml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ships_the_usual_periods_and_so_does_no_file() {
        assertThat(HousekeepingReader.read(Path.of("..", "..", "job-config", "own-data.yml")))
                .isEqualTo(HousekeepingPolicy.USUAL);
        assertThat(HousekeepingReader.read(Path.of("no", "such", "own-data.yml")))
                .isEqualTo(HousekeepingPolicy.USUAL);
        assertThat(HousekeepingPolicy.USUAL.periods())
                .containsEntry(HousekeepingKind.RUN_HISTORIES, Period.ofYears(3))
                .containsEntry(HousekeepingKind.PLAN_KEYS, Period.ofYears(1))
                .containsEntry(HousekeepingKind.FINDING_ACKS, Period.ofYears(1))
                .containsEntry(HousekeepingKind.AUDIT, Period.ofYears(10))
                .containsEntry(HousekeepingKind.HOLDS, Period.ofYears(10))
                .containsEntry(HousekeepingKind.REQUESTS, Period.ofYears(3))
                .containsEntry(HousekeepingKind.APPROVALS, Period.ofYears(10))
                .hasSize(HousekeepingKind.values().length);
    }

    @Test
    void counts_back_from_the_beginning_of_the_day_in_sweden_and_none_is_for_good() {
        HousekeepingPolicy policy = parse("findings: P90D\nnotices: none\nrun-histories: P18M\n");
        assertThat(policy.before(HousekeepingKind.FINDINGS, TODAY))
                .hasValueSatisfying(before -> assertThat(before).isEqualTo("2026-08-25T22:00:00Z"));
        assertThat(policy.before(HousekeepingKind.RUN_HISTORIES, TODAY))
                .hasValueSatisfying(before -> assertThat(before).isEqualTo("2025-05-23T22:00:00Z"));
        assertThat(policy.before(HousekeepingKind.NOTICES, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ledger: P7Y            | unknown key 'ledger' in the file
            findings: 90           | has no unit, was '90'
            findings: P89D         | 'findings' must be P90D to P100Y, was P89D; or write the word none
            run-histories: P11M    | 'run-histories' must be P1Y to P100Y, was P11M
            audit: P101Y           | 'audit' must be P2Y to P100Y, was P101Y
            audit: P0D             | must be longer than zero
            audit: forever         | must be a period such as
            audit: [P3Y]           | must be one value
            """)
    void refuses_the_rest_naming_file_line_and_cure(String line, String says) {
        assertThatThrownBy(() -> parse("# a comment\n" + line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("own-data.yml:2: ")
                .hasMessageContaining(says);
    }

    @Test
    void names_all_faults_at_once() {
        assertThatThrownBy(() -> parse("audit: 3\nledger: none\nfindings: P1D\n"))
                .hasMessageContaining(":1:")
                .hasMessageContaining(":2:")
                .hasMessageContaining(":3:");
    }
}

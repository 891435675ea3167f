package se.partnersec.gallra.runs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.support.exit.ExitCode;

/** The decision from values read; questions to a server are in {@link PreflightIT}. */
class ServerChecksTest {
    private final CheckCollector list = new CheckCollector();

    @ParameterizedTest
    @ValueSource(strings = {"all", "changes", "deletes", "ALL"})
    void warns_where_the_server_buffers_deletions_from_indexes(String buffering) {
        ServerChecks.changeBuffer(buffering, list);
        assertThat(list.checks()).singleElement().satisfies(check -> {
            assertThat(check.state()).isEqualTo(Check.State.NOTE);
            assertThat(check.exit()).isEqualTo(ExitCode.DONE);
            assertThat(check.what())
                    .contains("innodb_change_buffering=" + buffering, "larger than the buffer pool gets slower");
            assertThat(check.cure()).contains("set innodb_change_buffering to none");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "inserts", "purges", ""})
    void says_nothing_where_it_buffers_none(String buffering) {
        ServerChecks.changeBuffer(buffering, list);
        assertThat(list.checks()).isEmpty();
    }

    @Test
    void says_nothing_of_a_server_without_a_change_buffer() {
        ServerChecks.changeBuffer(null, list);
        assertThat(list.checks()).isEmpty();
    }
}

package se.partnersec.gallra.support.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal has its exit code and its problems from where it is thrown. */
class RefusedExceptionTest {
    private static final List<String> TWO = List.of("one", "two");

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(RefusedException.usage("one"), ExitCode.USAGE, List.of("one")),
                Arguments.of(RefusedException.usage(TWO), ExitCode.USAGE, TWO),
                Arguments.of(RefusedException.configuration("one"), ExitCode.CONFIGURATION, List.of("one")),
                Arguments.of(RefusedException.environment("one"), ExitCode.ENVIRONMENT, List.of("one")),
                Arguments.of(RefusedException.environment(TWO), ExitCode.ENVIRONMENT, TWO),
                Arguments.of(RefusedException.refused("one"), ExitCode.REFUSED, List.of("one")),
                Arguments.of(RefusedException.refused(TWO), ExitCode.REFUSED, TWO),
                Arguments.of(RefusedException.differences("one"), ExitCode.DIFFERENCES, List.of("one")),
                Arguments.of(RefusedException.differences(TWO), ExitCode.DIFFERENCES, TWO),
                Arguments.of(new RefusedException(ExitCode.FAILED, TWO), ExitCode.FAILED, TWO));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void has_exit_code_problems_and_a_message_of_all_of_them(
            RefusedException refused, ExitCode exit, List<String> problems) {
        assertThat(refused.exit()).isEqualTo(exit);
        assertThat(refused.problems()).isEqualTo(problems);
        assertThat(refused).hasMessage(String.join("\n", problems));
    }

    @Test
    void keeps_its_problems_and_its_cause() {
        List<String> problems = new ArrayList<>(TWO);
        Throwable cause = new IllegalStateException("why");
        RefusedException refused = new RefusedException(ExitCode.REFUSED, problems, cause);
        problems.clear();
        assertThat(refused.problems()).isEqualTo(TWO);
        assertThat(refused).hasCause(cause);
    }

    @Test
    void refuses_what_was_entered_only_where_there_is_a_problem() {
        assertThatCode(() -> RefusedException.usageIfAny(List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> RefusedException.usageIfAny(TWO))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessage("one\ntwo");
    }
}

package se.partnersec.gallra.testing.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Requirements on refusals, for {@code assertThatThrownBy(…).satisfies(…)}; the words are asserted by the test itself. */
public final class Refusals {
    private Refusals() {}

    public static Consumer<Throwable> refusedWith(ExitCode exit) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.exit()).isEqualTo(exit));
    }
}

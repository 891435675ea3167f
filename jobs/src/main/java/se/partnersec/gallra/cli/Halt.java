package se.partnersec.gallra.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.run.Order;
import se.partnersec.gallra.run.OrderWords;

/** Says, where somebody looks at runs, that all of them are stopped. */
final class Halt {
    private final Session session;

    Halt(Session session) {
        this.session = session;
    }

    void say(@Nullable Order halt) {
        said(halt).ifPresent(said -> {
            if (session.terminal().plain()) {
                said.print(session.terminal());
            } else {
                session.terminal().result(session.terminal().red(said.text()));
            }
        });
    }

    Optional<Said> said(@Nullable Order halt) {
        if (halt == null) {
            return Optional.empty();
        }
        String words = new OrderWords(session.words().language()).ending(halt);
        return Optional.of(Said.of("HALTED", "", words.substring(0, 1).toUpperCase(Locales.OURS) + words.substring(1)));
    }
}

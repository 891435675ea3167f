package se.partnersec.gallra.cli;

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
        if (halt != null && !session.terminal().plain()) {
            String words = new OrderWords(session.words().language()).ending(halt);
            session.terminal()
                    .result(session.terminal()
                            .red(words.substring(0, 1).toUpperCase(Locales.OURS) + words.substring(1)));
        }
    }
}

package se.partnersec.gallra.metrics;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.BookTrust;
import se.partnersec.gallra.books.Difference;
import se.partnersec.gallra.books.Reconciliation;
import se.partnersec.gallra.books.SignOff;
import se.partnersec.gallra.books.SignOffDesk;
import se.partnersec.gallra.store.BooksMapping;

/** What the holds of the Bookkeeping Act rest on: how fresh the books are, and where billing differs from them. */
public final class BooksPart {
    private BooksPart() {}

    /** How old the books are, and what speaks against them. */
    public static Part freshness(JdbcTemplate jdbc, BooksMapping rules) {
        return new Part("books", figures -> {
            BookTrust trust = new BookTrust(jdbc, rules);
            Duration age = trust.age();
            Integer most = rules.maxAgeHours();
            if (age != null) {
                figures.set(Metric.BOOKS_AGE, age.toMillis() / 1000.0);
            }
            if (most != null) {
                figures.set(Metric.BOOKS_MOST_AGE, Duration.ofHours(most).toSeconds());
            }
            figures.set(Metric.BOOKS_DOUBTS, trust.doubts().size());
        });
    }

    /** Compares billing with the books; before the first import there is nothing to compare with. */
    public static Part differences(JdbcTemplate jdbc, Supplier<Reconciliation> reconcile) {
        return new Part("reconcile", figures -> tell(reconcile.get(), SignOffDesk.newest(jdbc), figures));
    }

    private static void tell(Reconciliation found, @Nullable SignOff signed, Figures figures) {
        if (found.newest() == null) {
            return;
        }
        for (Difference.Kind kind : Difference.Kind.values()) {
            figures.set(Metric.DIFFERENCES, found.counts().getOrDefault(kind, 0L), kind.name());
        }
        figures.set(Metric.DIFFERENCES_SIGNED, signed != null && signed.of(found));
    }
}

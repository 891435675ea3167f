package se.partnersec.gallra.operations.metrics;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.importing.BooksFreshness;
import se.partnersec.gallra.books.reconcile.Difference;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;

/** What the holds of the Bookkeeping Act rest on: how fresh the books are, and where billing differs from them. */
public final class BooksMetrics {
    private BooksMetrics() {}

    /** How old the books are, and what speaks against them. */
    public static MetricPart freshness(JdbcTemplate jdbc, BooksMapping rules, LegalEntities entities) {
        return new MetricPart("books", figures -> {
            BooksFreshness trust = new BooksFreshness(jdbc, rules, entities);
            Duration age = trust.age();
            Integer most = rules.maxAgeHours();
            if (age != null) {
                figures.set(MetricDefinition.BOOKS_AGE, age.toMillis() / 1000.0);
            }
            if (most != null) {
                figures.set(
                        MetricDefinition.BOOKS_MOST_AGE, Duration.ofHours(most).toSeconds());
            }
            figures.set(MetricDefinition.BOOKS_DOUBTS, trust.doubts().size());
        });
    }

    /** Compares billing with the books; before the first import there is nothing to compare with. */
    public static MetricPart differences(JdbcTemplate jdbc, Supplier<Reconciliation> reconcile) {
        return new MetricPart("reconcile", figures -> tell(reconcile.get(), SignOffService.newest(jdbc), figures));
    }

    private static void tell(Reconciliation found, @Nullable SignOff signed, MetricSnapshot figures) {
        if (found.newest().isEmpty()) {
            return;
        }
        for (Difference.Kind kind : Difference.Kind.values()) {
            figures.set(MetricDefinition.DIFFERENCES, found.counts().getOrDefault(kind, 0L), kind.name());
        }
        figures.set(MetricDefinition.DIFFERENCES_SIGNED, signed != null && signed.of(found));
    }
}

package se.partnersec.gallra.app.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.operations.metrics.BooksMetrics;
import se.partnersec.gallra.operations.metrics.CategoryMetrics;
import se.partnersec.gallra.operations.metrics.ErasureMetrics;
import se.partnersec.gallra.operations.metrics.LedgerMetrics;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.operations.metrics.MetricPart;
import se.partnersec.gallra.operations.metrics.RequestMetrics;
import se.partnersec.gallra.operations.metrics.RunMetrics;
import se.partnersec.gallra.operations.metrics.SealMetrics;
import se.partnersec.gallra.planning.plan.StatusOverview;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Says what there is to measure, all of it under the account that reads. */
final class Measuring {
    private final House house;
    private final Questions questions;

    Measuring(House house, Questions questions) {
        this.house = house;
        this.questions = questions;
    }

    MetricCollector metrics() {
        JdbcTemplate reader = new JdbcTemplate(house.pool(DatabaseRole.READER));
        List<Category> mapped = Categories.all().values().stream()
                .filter(each -> house.sources().tables().containsKey(each.category()))
                .toList();
        List<DataCategory> names = mapped.stream().map(Category::category).toList();
        List<MetricPart> runs = new ArrayList<>(List.of(
                RunMetrics.of(reader, names),
                ErasureMetrics.of(reader, names),
                SealMetrics.of(reader),
                RequestMetrics.of(() -> questions.requests().overdue().size())));
        List<MetricPart> records = new ArrayList<>();
        StatusOverview overview = questions.look();
        mapped.forEach(each -> records.add(CategoryMetrics.of(each.category(), () -> overview.look(each))));
        records.add(LedgerMetrics.of(reader, this::intact));
        BooksMapping books = house.sources().books();
        if (books != null) {
            runs.add(BooksMetrics.freshness(reader, books));
            records.add(BooksMetrics.differences(reader, () -> questions.reconcile(0)));
        }
        return new MetricCollector(new DatabaseClock(reader)::now, runs, records, versions());
    }

    /** As {@code gallra ledger verify} asks it. */
    private boolean intact() {
        return questions.verify(Optional.empty()).ok()
                && new LedgerEvidenceService(house).verify(null, null).ok();
    }

    private MetricCollector.Versions versions() {
        return new MetricCollector.Versions(
                house.policy().version(),
                house.fingerprint(),
                Objects.requireNonNullElse(Measuring.class.getPackage().getImplementationVersion(), "unpackaged"));
    }
}

package se.partnersec.gallra;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.metrics.BooksPart;
import se.partnersec.gallra.metrics.CategoryPart;
import se.partnersec.gallra.metrics.ErasedPart;
import se.partnersec.gallra.metrics.LedgerPart;
import se.partnersec.gallra.metrics.Metrics;
import se.partnersec.gallra.metrics.Part;
import se.partnersec.gallra.metrics.RequestsPart;
import se.partnersec.gallra.metrics.RunsPart;
import se.partnersec.gallra.metrics.SealPart;
import se.partnersec.gallra.plan.Overview;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.BooksMapping;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.Role;

/** Says what there is to measure, all of it under the account that reads. */
final class Measuring {
    private final House house;
    private final Questions questions;

    Measuring(House house, Questions questions) {
        this.house = house;
        this.questions = questions;
    }

    Metrics metrics() {
        JdbcTemplate reader = new JdbcTemplate(house.pool(Role.READER));
        List<Category> mapped = Categories.all().values().stream()
                .filter(each -> house.sources().tables().containsKey(each.category()))
                .toList();
        List<DataCategory> names = mapped.stream().map(Category::category).toList();
        List<Part> runs = new ArrayList<>(List.of(
                RunsPart.of(reader, names),
                ErasedPart.of(reader, names),
                SealPart.of(reader),
                RequestsPart.of(() -> questions.requests().overdue().size())));
        List<Part> records = new ArrayList<>();
        Overview overview = questions.look();
        mapped.forEach(each -> records.add(CategoryPart.of(each.category(), () -> overview.look(each))));
        records.add(LedgerPart.of(reader, this::intact));
        BooksMapping books = house.sources().books();
        if (books != null) {
            runs.add(BooksPart.freshness(reader, books));
            records.add(BooksPart.differences(reader, () -> questions.reconcile(0)));
        }
        return new Metrics(new DatabaseClock(reader)::now, runs, records, versions());
    }

    /** As {@code gallra ledger verify} asks it. */
    private boolean intact() {
        return questions.verify(Optional.empty()).ok()
                && new Evidence(house).verify(null, null).ok();
    }

    private Metrics.Versions versions() {
        return new Metrics.Versions(
                house.policy().version(),
                house.fingerprint(),
                Objects.requireNonNullElse(Measuring.class.getPackage().getImplementationVersion(), "unpackaged"));
    }
}

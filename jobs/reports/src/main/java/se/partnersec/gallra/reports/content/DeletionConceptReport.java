package se.partnersec.gallra.reports.content;

import static se.partnersec.gallra.reports.table.ReportColumn.Place.LONG;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.wording.ProcessingRegister;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportColumn;

/**
 * Deletion concept in the terms of ISO/IEC 27555: a row for each cluster of personal data with its deletion rule, and beside it what runs did of it,
 * so that rule and practice can be compared.
 */
final class DeletionConceptReport implements Report {
    private static final int MONTHS = 12;

    private final List<Category> categories;
    private final ProcessingRegister register;
    private final SourceMapping sources;
    private final Planner planner;
    private final CompletedRuns runs;
    private final LocalDate today;
    private final Messages words;

    DeletionConceptReport(
            List<Category> categories,
            ProcessingRegister register,
            SourceMapping sources,
            Planner planner,
            CompletedRuns runs,
            LocalDate today,
            Messages words) {
        this.categories = List.copyOf(categories);
        this.register = register;
        this.sources = sources;
        this.planner = planner;
        this.runs = runs;
        this.today = today;
        this.words = words;
    }

    @Override
    public String name() {
        return "deletion-concept";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.text("cluster"),
                ReportColumn.text("category"),
                ReportColumn.text("subjects").at(LONG),
                ReportColumn.text("deletion_class").at(LONG),
                ReportColumn.text("standard_period"),
                ReportColumn.text("regular_period"),
                ReportColumn.text("rule").at(LONG),
                ReportColumn.text("law"),
                ReportColumn.text("action"),
                ReportColumn.text("implemented_in").at(LONG),
                ReportColumn.date("last_run"),
                ReportColumn.number("erased_12m"),
                ReportColumn.number("retained"),
                ReportColumn.number("overdue"),
                ReportColumn.number("not_evaluated"),
                ReportColumn.code("conformity", "report.conformity."));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of(
                "--category",
                categories.stream().map(each -> each.category().id()).collect(Collectors.joining(",")),
                "--lang",
                words.language().getLanguage());
    }

    @Override
    public boolean cards() {
        return true;
    }

    @Override
    public void rows(Sink sink) throws IOException {
        Map<String, CompletedRuns.Summary> completed = runs.since(today.minusMonths(MONTHS));
        for (Category category : categories) {
            ProcessingRegister.Entry entry = register.entry(category.category());
            CategoryPlan plan = planner.plan(category, today);
            CompletedRuns.Summary done = completed.get(category.category().id());
            long overdue = plan.overdue() - plan.overdueHeld();
            long unknown = plan.review() + plan.counts().of(Outcome.DEFERRED);
            sink.row(
                    entry.name(),
                    category.category().id(),
                    entry.subjects(),
                    deletionClass(plan, entry),
                    entry.period(),
                    entry.within(),
                    entry.rule(),
                    entry.law(),
                    entry.action(),
                    places(sources.tables().get(category.category())),
                    done == null ? null : done.last(),
                    done == null ? 0L : done.erased(),
                    plan.held(),
                    overdue,
                    unknown,
                    conformity(plan, done, overdue, unknown));
        }
    }

    private String deletionClass(CategoryPlan plan, ProcessingRegister.Entry entry) {
        if (!plan.rule().hasPeriod()) {
            return entry.period();
        }
        return plan.rule().period().isZero()
                ? words.say("report.concept.once", entry.start())
                : words.say("report.concept.class", entry.period(), entry.start());
    }

    /** Conformity of a category; records that could not be evaluated never conform. */
    static String conformity(CategoryPlan plan, CompletedRuns.@Nullable Summary done, long overdue, long unknown) {
        if (!plan.rule().hasPeriod()) {
            return "NO_PERIOD";
        }
        if (overdue > 0) {
            return "OVERDUE";
        }
        if (unknown > 0) {
            return "NOT_EVALUATED";
        }
        return done == null || done.last() == null ? "NEVER_RUN" : "CONFORMS";
    }

    /** Tables whose rows go or are changed, and prefixes of the objects. */
    private static String places(@Nullable CategoryMapping mapping) {
        if (mapping == null) {
            return "";
        }
        return Stream.concat(
                        Stream.concat(
                                        Stream.of(mapping.record()),
                                        Stream.concat(
                                                mapping.children().stream().filter(child -> !child.detached()),
                                                Stream.ofNullable(mapping.sums())))
                                .map(table -> table.schema() + "." + table.table()),
                        mapping.withObjects().stream()
                                .map(TableMapping::objects)
                                .filter(Objects::nonNull)
                                .map(objects -> "s3:" + objects.prefix()))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}

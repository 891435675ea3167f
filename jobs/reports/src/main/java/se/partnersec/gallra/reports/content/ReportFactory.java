package se.partnersec.gallra.reports.content;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.rules.ControllerDeclaration;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.planning.forecast.Forecaster;
import se.partnersec.gallra.planning.plan.CandidateScan;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.ProcessingRegister;
import se.partnersec.gallra.reports.table.Messages;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** The reports there are, each read on connections that cannot write. */
public final class ReportFactory {
    private static final Sentences SENTENCES = Sentences.of("reports");
    /** How many months a forecast looks ahead where nobody says. */
    public static final int USUAL_MONTHS = 3;

    /** Reports that describe the rules. */
    private static final Set<Subject> RULES = EnumSet.of(Subject.REGISTER, Subject.DELETION_CONCEPT);

    /** The longest forecast, in months. */
    public static final int MOST_MONTHS = 36;

    private final DataSource reader;
    private final ReadOnlySnapshot database;
    private final RetentionPolicy policy;
    private final String fingerprint;
    private final SourceMapping sources;
    private final KeyTypes kinds;
    private final Pseudonymizer tags;
    private final List<Category> categories;
    private final Supplier<ControllerDeclaration> controller;
    private final Map<DataCategory, List<String>> recipients;
    private final Supplier<Reconciler> reconciler;
    private final Supplier<RulesInForce.Standing> rules;

    /**
     * @param reader of an account that may only read
     * @param reconciler with {@code rules} asked for only where a report needs it
     */
    public ReportFactory(
            DataSource reader,
            ConfigurationFiles files,
            KeyTypes kinds,
            Pseudonymizer tags,
            Collection<Category> categories,
            Supplier<Reconciler> reconciler,
            Supplier<RulesInForce.Standing> rules) {
        this.rules = rules;
        this.reader = reader;
        this.reconciler = reconciler;
        this.database = new ReadOnlySnapshot(reader);
        this.policy = files.policy();
        this.fingerprint = files.fingerprint();
        this.sources = files.sources();
        this.controller = files::controller;
        this.recipients = files.recipients();
        this.kinds = kinds;
        this.tags = tags;
        this.categories = categories.stream()
                .filter(each -> sources.tables().containsKey(each.category()))
                .toList();
    }

    /** What a report is about. */
    public enum Subject {
        HOLDS,
        ERASURE,
        OVERDUE,
        BACKLOG,
        FORECAST,
        NOTICES,
        RECONCILIATION,
        REGISTER,
        DELETION_CONCEPT
    }

    /**
     * What of it is wanted.
     *
     * @param only one category; all where it is empty. Of holds it leaves nothing out
     * @param all of holds: ended, released and withdrawn ones too
     * @param from of erasures: first local day; null for 1 January of this year
     * @param to of erasures: last local day; null for today
     * @param months of the forecast: how many to look ahead, 1 to {@link #MOST_MONTHS}
     * @param copy of notices: the only copy, by its name in the mapping; null for all
     */
    public record Choice(
            Subject subject,
            Optional<DataCategory> only,
            boolean all,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            int months,
            @Nullable String copy) {

        /** Of anything but the forecast, or the usual months of that. */
        public Choice(
                Subject subject,
                Optional<DataCategory> only,
                boolean all,
                @Nullable LocalDate from,
                @Nullable LocalDate to) {
            this(subject, only, all, from, to, USUAL_MONTHS, null);
        }
    }

    /** @throws RefusedException if the file is there already and not to be replaced; nothing was written */
    public ReportWriter.Written write(
            Choice choice, ReportWriter.Format format, Messages wording, Path target, boolean force) {
        Instant now = database.look(() -> new DatabaseClock(database.jdbc()).now());
        Report report = report(choice, SwedishCalendar.localDate(now), wording);
        ReportWriter writer = new ReportWriter(
                wording,
                policy.version(),
                fingerprint,
                now,
                RULES.contains(choice.subject()) ? caution(wording) : null);
        // Those that meet every record look at one category at a time; the others are of one state from first row to
        // last.
        return Set.of(Subject.HOLDS, Subject.ERASURE, Subject.NOTICES).contains(choice.subject())
                ? database.look(() -> writer.write(report, format, target, force))
                : writer.write(report, format, target, force);
    }

    private Report report(Choice choice, LocalDate today, Messages wording) {
        return switch (choice.subject()) {
            case HOLDS -> new HoldsReport(database.jdbc(), sources, kinds, choice.all());
            case ERASURE -> {
                LocalDate from = choice.from() == null ? today.withDayOfYear(1) : choice.from();
                LocalDate to = choice.to() == null ? today : choice.to();
                if (to.isBefore(from)) {
                    throw RefusedException.usage(SENTENCES.say("content.lies-before-from-change-one-them", to, from));
                }
                yield new ErasureReport(database.jdbc(), choice.only(), from, to);
            }
            case OVERDUE ->
                new OverdueReport(new CandidateScan(reader, policy, sources, kinds, tags), wanted(choice), tags, today);
            case BACKLOG -> new BacklogReport(new Planner(reader, policy, sources, kinds, tags), wanted(choice), today);
            case FORECAST -> {
                if (choice.months() < 1 || choice.months() > MOST_MONTHS) {
                    throw RefusedException.usage(
                            SENTENCES.say("content.months-must-lie-between-1-change", MOST_MONTHS, choice.months()));
                }
                yield new ForecastReport(
                        new Forecaster(reader, policy, sources, kinds, tags), wanted(choice), choice.months());
            }
            case NOTICES -> new NoticesReport(database.jdbc(), sources.copies(), choice.all(), choice.copy());
            case RECONCILIATION -> new ReconciliationReport(reconciler.get());
            case REGISTER ->
                new RegisterReport(
                        wanted(choice).stream().map(Category::category).toList(),
                        new ProcessingRegister(policy, wording.language()),
                        controller.get(),
                        recipients,
                        wording);
            case DELETION_CONCEPT ->
                new DeletionConceptReport(
                        wanted(choice),
                        new ProcessingRegister(policy, wording.language()),
                        sources,
                        new Planner(reader, policy, sources, kinds, tags),
                        new CompletedRuns(database.jdbc()),
                        today,
                        wording);
        };
    }

    /** That the rules a report describes are not those that runs go by; null if they are. */
    private @Nullable String caution(Messages wording) {
        RulesInForce.Standing standing = rules.get();
        return switch (standing.state()) {
            case IN_FORCE, SINGLE, LOOSER_LIMITS, OTHER_LIMITS -> null;
            case NONE, OTHER_RULES -> wording.say("report.rules-not-in-force", String.valueOf(standing.objection()));
        };
    }

    private List<Category> wanted(Choice choice) {
        DataCategory only = choice.only().orElse(null);
        return only == null
                ? categories
                : categories.stream()
                        .filter(each -> each.category().equals(only))
                        .toList();
    }
}

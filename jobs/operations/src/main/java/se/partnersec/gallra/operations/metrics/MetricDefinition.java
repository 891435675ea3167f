package se.partnersec.gallra.operations.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;

/**
 * Every metric there is: its name, what it says, and its labels. Values of labels are names of categories, codes and versions,
 * never of anybody or anything that a record is about.
 */
public enum MetricDefinition {
    DUE("due_records", "Records that a run of today would erase or reduce.", "category"),
    OVERDUE("overdue_records", "Records still there after their last day, that nothing keeps.", "category"),
    OVERDUE_HELD("overdue_held_records", "Records still there after their last day, that something keeps.", "category"),
    OLDEST_DUE("oldest_due_age_seconds", "Since when the oldest due record is due; 0 if none is.", "category"),
    DEADLINE("deadline_seconds", "How long until the first of the due records not yet late must be gone.", "category"),
    ENDANGERED("deadline_endangered", "1 if that day is near and no run begins before somebody approves.", "category"),
    LIMITED("run_limited", "1 if the limits would stop a run of today.", "category"),
    HELD(
            "held_records",
            "Records past the start of their period that are kept, by what keeps them.",
            "category",
            "reason"),
    REVIEW("review_records", "Records that stay until somebody looks.", "category"),
    FINDINGS("findings", "Findings that are open, by code.", "category", "code"),
    FINDINGS_OVERDUE(
            "findings_overdue", "Open findings past the day by which somebody was to settle them.", "category", "code"),
    NOTICES_OVERDUE("notices_overdue", "Notices to holders of copies without an answer in time.", "category"),

    LAST_SUCCESS("run_last_success_timestamp_seconds", "When a run last came to its end.", "category"),
    LAST_DURATION("run_last_duration_seconds", "From the start to the end of the newest run that ended.", "category"),
    LAST_STATUS("run_last_status", "1 for how the newest run ended, OPEN if it did not.", "category", "status"),
    ACTIVE("run_active", "1 while a run is at work.", "category"),
    INTERRUPTED(
            "run_interrupted",
            "1 if the process of the newest run died before it ended, until it is recovered.",
            "category"),
    PAUSED("run_paused", "1 while somebody's pause of the newest run is in force.", "category"),
    PROGRESS("run_progress_ratio", "How much of its candidates the run at work has dealt with, 0 to 1.", "category"),
    HALTED("runs_halted", "1 while somebody keeps all runs from starting."),
    RECORDS(
            Kind.COUNTER,
            "records",
            "Records by what became of them, as the ledger counts; one that is kept counts each time it is met.",
            "category",
            "action"),
    REFUSALS(
            Kind.COUNTER,
            "guard_refusals",
            "Runs on record that a limit or an unusable plan ended; pruning histories does not lower it.",
            "category",
            "guard"),

    BOOKS_AGE("hold_source_age_seconds", "How old what was last imported of the books is."),
    BOOKS_MOST_AGE("hold_source_max_age_seconds", "How old that may be before runs are refused, where it is set."),
    BOOKS_DOUBTS("hold_source_doubts", "How much speaks against erasing by these books; above 0, runs are refused."),
    DIFFERENCES("reconcile_differences", "Where billing and the books differ, by kind.", "kind"),
    DIFFERENCES_SIGNED("reconcile_signed", "1 if the newest sign-off is of exactly these differences."),
    REQUESTS_OVERDUE("requests_overdue", "Requests of data subjects whose day to answer has passed."),

    LEDGER_INTACT("ledger_intact", "1 if the ledger and its seals are as they were written, 0 if not."),
    LEDGER_VERIFIED("ledger_verified_timestamp_seconds", "When that was verified."),
    SEAL_AGE("seal_age_seconds", "How long ago the newest seal was made."),
    SEALS_NOT_EXPORTED("seals_not_exported", "Seals of which no copy is on record anywhere else."),
    UNSEALED("ledger_unsealed_rows", "Rows of the ledger that no seal covers yet."),
    UNSEALED_AGE("ledger_unsealed_age_seconds", "How old the oldest of these rows is; 0 if there is none."),

    CENSUS_AGE("hold_census_age_seconds", "How long ago the records on hold were last counted."),
    HELD_MISSING("held_records_missing", "Counts of held records, of the last 7 days, that missed some or failed."),

    POLICY(Kind.INFO, "policy", "The policy in force, and the fingerprint of policy and mapping.", "version", "sha"),
    BUILD(Kind.INFO, "build", "The version of the program.", "version"),
    COLLECTED("collect_timestamp_seconds", "When figures were last collected.", "look"),
    TOOK("collect_duration_seconds", "How long collecting them took.", "look"),
    ERRORS("collect_errors", "1 if a part could not be collected: its figures are missing then.", "part");

    /** How a metric moves. */
    private enum Kind {
        GAUGE,
        COUNTER,
        INFO
    }

    private final Kind kind;
    private final String name;
    private final String help;
    private final List<String> labels;

    MetricDefinition(String name, String help, String... labels) {
        this(Kind.GAUGE, name, help, labels);
    }

    MetricDefinition(Kind kind, String name, String help, String... labels) {
        this.kind = kind;
        this.name = "gallra_" + name;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** As it is scraped. */
    public String fullName() {
        return name
                + switch (kind) {
                    case GAUGE -> "";
                    case COUNTER -> "_total";
                    case INFO -> "_info";
                };
    }

    /** @throws IllegalArgumentException for another number of values than it has labels */
    Labels labels(List<String> values) {
        if (values.size() != labels.size()) {
            throw new IllegalArgumentException(
                    fullName() + " has " + labels.size() + " labels, and not " + values.size() + ". Indicates a bug");
        }
        return Labels.of(labels, values);
    }

    MetricSnapshot snapshot(Map<Labels, Double> values) {
        switch (kind) {
            case COUNTER:
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(name).help(help);
                values.forEach((where, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(where)
                        .value(value)
                        .build()));
                return counter.build();
            case INFO:
                InfoSnapshot.Builder info = InfoSnapshot.builder().name(name).help(help);
                values.keySet()
                        .forEach(where -> info.dataPoint(
                                InfoDataPointSnapshot.builder().labels(where).build()));
                return info.build();
            default:
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
                values.forEach((where, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(where)
                        .value(value)
                        .build()));
                return gauge.build();
        }
    }
}

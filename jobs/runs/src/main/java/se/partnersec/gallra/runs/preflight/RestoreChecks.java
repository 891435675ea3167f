package se.partnersec.gallra.runs.preflight;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.ledger.record.MissingHolds;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Whether the database is as new as the last seal of its ledger: one that was set back may have lost holds, and has back
 * what was erased. Whoever can set it back sets its own seals back too, so the copies outside are asked as well. A hold that a seal covers
 * must be there. While a replay is open nothing but the replay runs.
 */
public final class RestoreChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final String CODE = "seal";
    private final JdbcTemplate jdbc;
    private final ExternalSealReader outside;
    private final @Nullable String replay;
    private final CheckCollector list;
    private final boolean looks;

    /** @param replay the plan of the replay that asks; null for everybody else */
    RestoreChecks(JdbcTemplate jdbc, ExternalSealReader outside, @Nullable String replay, CheckCollector list) {
        this(jdbc, outside, replay, list, false);
    }

    /** @param looks for an account that may not read the gate, since on MariaDB whoever may read may lock: its steps tell where it stands */
    private RestoreChecks(
            JdbcTemplate jdbc,
            ExternalSealReader outside,
            @Nullable String replay,
            CheckCollector list,
            boolean looks) {
        this.looks = looks;
        this.jdbc = jdbc;
        this.outside = outside;
        this.replay = replay;
        this.list = list;
    }

    /** Check for a restore by commands that erase nothing; whether a replay is open they ask by themselves. */
    public record Look(DataSource database, ExternalSealReader seals) {

        /** Refusals of a database that was put back from a backup, or lost commits in a failover; empty if nothing says so. */
        public List<Check> problems() {
            CheckCollector list = new CheckCollector();
            JdbcTemplate jdbc = new JdbcTemplate(database);
            new SuiteTableChecks(database, jdbc, list, List.of(), null).gateNotBehind(SuiteTableChecks.STEPS);
            new RestoreChecks(jdbc, seals, null, list, true).check();
            return list.checks().stream().filter(Check::refused).toList();
        }
    }

    void check() {
        if (!looks) {
            guard(
                    SENTENCES.say("preflight.whether-replay-open"),
                    SENTENCES.say("preflight.nobody-can-tell-whether-replay-open"),
                    this::open);
        }
        list.ask(CODE, SENTENCES.say("preflight.whether-gate-new-last-seal"), this::sealed);
        guard(
                SENTENCES.say("preflight.whether-sealed-holds-there"),
                SENTENCES.say("preflight.nobody-can-tell-whether-sealed-holds-there"),
                this::holds);
    }

    /** A guard of runs. Elsewhere a question that this account may not ask is a note; a guard that cannot look refuses. */
    private void guard(String question, String untold, Runnable look) {
        boolean[] told = new boolean[1];
        list.ask(CODE, question, () -> {
            look.run();
            told[0] = true;
        });
        if (!told[0] && !looks) {
            refuse(untold, SENTENCES.say("preflight.apply-what-gallra-db-grants-prints"));
        }
    }

    private void holds() {
        List<String> missing = new MissingHolds(jdbc).names();
        if (!missing.isEmpty()) {
            refuse(
                    SENTENCES.say("preflight.sealed-holds-gone", String.join(", ", missing)),
                    SENTENCES.say("preflight.stop-runs-verify-ledger"));
        }
    }

    private void sealed() {
        Long newest;
        List<ExternalSealReader.Place> places;
        do {
            newest = newest();
            places = outside.ask(newest == null ? 0 : newest);
            // One that was made while the places were asked is no seal that the database lacks.
        } while (!Objects.equals(newest, newest()));
        Long sealed = number("SELECT MAX(hold_epoch) FROM ledger_seal");
        // Last of all: it only grows.
        Long gate = number(looks ? SuiteTableChecks.STEPS : SuiteTableChecks.GATE);
        if (gate != null && sealed != null) {
            behind(gate, sealed, SENTENCES.say("preflight.seal-ledger", newest));
        }
        for (ExternalSealReader.Place place : places) {
            exported(place, gate, newest);
        }
        if (newest != null) {
            list.okUnlessSaid(CODE, SENTENCES.say("preflight.gate-new-seal", newest));
        } else if (places.stream().allMatch(place -> place.last() == null && place.trouble() == null)) {
            // With a seal in a place the database was restored: to seal is then the last step, not the first.
            list.note(CODE, SENTENCES.say("preflight.ledger-not-sealed-yet"), "gallra ledger seal");
        }
        if (!outside.any()) {
            list.note(
                    CODE,
                    SENTENCES.say("preflight.no-place-copies-set"),
                    SENTENCES.say("preflight.set-gallra-seal-dir-gallra"));
        }
    }

    private @Nullable Long newest() {
        return number("SELECT MAX(seq) FROM ledger_seal");
    }

    private void open() {
        List<String> plans = new ReplayRepository(jdbc).open();
        if (!plans.isEmpty() && (replay == null || !plans.contains(replay))) {
            String plan = plans.get(plans.size() - 1);
            refuse(
                    SENTENCES.say("preflight.backup-put-back-replay-not-come", plan),
                    SENTENCES.say("preflight.gallra-plans-show-then-gallra-ledger", plan, plan));
        }
    }

    private void exported(ExternalSealReader.Place place, @Nullable Long gate, @Nullable Long newest) {
        if (place.trouble() != null && looks) {
            list.note(CODE, SENTENCES.say("preflight.exported-seals-cannot-asked", place.trouble()), "");
            return;
        }
        if (place.trouble() != null) {
            refuse(SENTENCES.say("preflight.exported-seals-cannot-asked", place.trouble()), "");
            return;
        }
        Seal last = place.last();
        if (last == null) {
            return;
        }
        if (gate != null) {
            behind(gate, last.holdEpoch(), SENTENCES.say("preflight.exported-seal", last.number()));
        }
        if (place.newer().isEmpty()) {
            same(place, last);
        } else if (!replayed(last)) {
            refuse(
                    SENTENCES.say(
                            "preflight.seal-ledger-exported-database-ends-restored",
                            last.number(),
                            (newest == null
                                    ? SENTENCES.say("preflight.none")
                                    : SENTENCES.say("preflight.seal", newest)),
                            missing(place.newer())),
                    cure());
        }
    }

    /** A database that was set back and sealed on has another seal of the same number. */
    private void same(ExternalSealReader.Place place, Seal last) {
        List<String> ours =
                jdbc.query("SELECT body FROM ledger_seal WHERE seq = ?", (row, i) -> row.getString(1), last.number());
        if (!ours.isEmpty() && !last.text().equals(ours.get(0))) {
            refuse(SENTENCES.say("preflight.lies-another-seal-than-database-one", place.name(), last.number()), cure());
        }
    }

    /** Whether the replay that asks is about just these seals. */
    private boolean replayed(Seal last) {
        ReplayTerms terms = replay == null
                ? null
                : new PlanRepository(jdbc)
                        .find(replay)
                        .flatMap(plan -> Optional.ofNullable(plan.replay()))
                        .orElse(null);
        return terms != null
                && terms.seal() == last.number()
                && terms.sealHash().equals(last.hash());
    }

    /** Rows that the seals cover and the ledger has not, by category. */
    private String missing(List<Seal> newer) {
        Map<String, Long> missing = new TreeMap<>();
        newer.forEach(seal -> seal.covered().forEach(each -> {
            long end = Objects.requireNonNullElse(
                    jdbc.queryForObject(
                            "SELECT COALESCE(MAX(seq), 0) FROM ledger_chunk WHERE category = ? AND part = ?",
                            Long.class,
                            each.category(),
                            each.part()),
                    0L);
            missing.merge(each.category(), Math.max(0, each.to() - Math.max(end, each.from() - 1)), Long::sum);
        }));
        String named = missing.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "" : SENTENCES.say("preflight.rows-ledger-lacks", named);
    }

    private void behind(long gate, long sealed, String seal) {
        if (gate < sealed) {
            refuse(SENTENCES.say("preflight.gate-stands-epoch-made-epoch-database", gate, seal, sealed), cure());
        }
    }

    /** A person decides: hence 8, as for every guard. */
    private void refuse(String what, String cure) {
        list.refuse(CODE, what, cure, ExitCode.REFUSED);
    }

    /** Null for no row, and for NULL. */
    private @Nullable Long number(String sql) {
        return jdbc
                .query(sql, (row, i) -> {
                    long value = row.getLong(1);
                    return row.wasNull() ? -1L : value;
                })
                .stream()
                .filter(value -> value >= 0)
                .findFirst()
                .orElse(null);
    }

    private static String cure() {
        return SENTENCES.say("preflight.holds-may-missing-gallra-ledger-replay");
    }
}

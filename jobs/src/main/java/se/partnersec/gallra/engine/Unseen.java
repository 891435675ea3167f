package se.partnersec.gallra.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.engine.Findings.Finding;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/**
 * Finds people who have not been seen for more than 24 months while their customer has a contract. The policy keeps them,
 * so this is a list to review and nothing goes by it.
 */
public final class Unseen {
    private static final Period LONG = Period.ofMonths(24);
    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numeric;
    private final String role;
    private final @Nullable SourceColumn seen;
    private final SourceReader reader;
    private final Assessor assessor;

    public Unseen(
            JdbcTemplate jdbc,
            SourceTable source,
            KeyKinds kinds,
            Category category,
            SourceReader reader,
            Assessor assessor) {
        this.jdbc = jdbc;
        this.table = source.record();
        this.numeric = kinds.numeric(table);
        this.role = category.seenRole();
        this.seen = table.column(role);
        this.reader = reader;
        this.assessor = assessor;
    }

    /**
     * One of them.
     *
     * @param customer the key of the customer the row names; null if it names none
     * @param lastSeen local day
     */
    public record Person(RecordKey key, @Nullable String customer, LocalDate lastSeen) {}

    /** By key; empty where the mapping does not say when anybody was seen. Who never was is not among them. */
    public List<Person> find() {
        List<Person> found = new ArrayList<>();
        if (seen == null) {
            return found;
        }
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        Instant bound = SwedishCalendar.startOfDay(firstRecent(today));
        List<RecordKey> keys = page(seen, bound, null);
        while (!keys.isEmpty()) {
            for (Assessed each : assessor.assess(reader.look(keys), today)) {
                Instant last = each.record().row().instant(role);
                boolean stays = each.verdict().because().stream()
                        .anyMatch(why -> why.code().equals("ACTIVE_CONTRACT"));
                if (stays && last != null && last.isBefore(bound)) {
                    found.add(new Person(
                            each.record().key(),
                            each.record().row().identity(ScopeKind.CUSTOMER),
                            SwedishCalendar.localDate(last)));
                }
            }
            keys = page(seen, bound, keys.get(keys.size() - 1));
        }
        return found;
    }

    /** One finding with their number. */
    void report(Run run, Findings findings) {
        long people = find().size();
        if (people > 0) {
            String category = run.context().category().category().id();
            findings.note(
                    run.id(),
                    List.of(new Finding(
                            category,
                            "USERS_INACTIVE",
                            people + " records of " + table.table()
                                    + " have not been seen for more than 24 months while"
                                    + " their customer has a contract; they stay: gallra users inactive lists them")));
        }
    }

    /** The first day that is no more than 24 months ago, counted forward as every period is. */
    static LocalDate firstRecent(LocalDate today) {
        LocalDate day = today.minus(LONG);
        while (day.plus(LONG).isBefore(today)) {
            day = day.plusDays(1);
        }
        while (!day.minusDays(1).plus(LONG).isBefore(today)) {
            day = day.minusDays(1);
        }
        return day;
    }

    private List<RecordKey> page(SourceColumn column, Instant bound, @Nullable RecordKey after) {
        List<Object> args = new ArrayList<>(List.of(column.before(bound)));
        String further = "";
        if (after != null) {
            further = " AND `" + table.key() + "` > ?";
            args.add(after.bind());
        }
        return jdbc.query(
                "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE `" + column.column() + "` < ?" + further
                        + " ORDER BY `" + table.key() + "` LIMIT " + PAGE,
                (row, i) -> new RecordKey(row.getString(1), numeric),
                args.toArray());
    }
}

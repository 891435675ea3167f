package se.partnersec.gallra.erasure.verify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Finds people who have not been seen for more than 24 months while their customer has a contract. The policy keeps them,
 * so this is a list to review and nothing goes by it.
 */
public final class InactiveUserQuery {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final Period LONG = Period.ofMonths(24);
    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numeric;
    private final String role;
    private final @Nullable ColumnMapping seen;
    private final RecordReader reader;
    private final Assessor assessor;

    public InactiveUserQuery(
            JdbcTemplate jdbc,
            CategoryMapping source,
            KeyTypes kinds,
            Category category,
            RecordReader reader,
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
            for (AssessedRecord each : assessor.assess(reader.look(keys), today)) {
                Instant last = each.record().row().instant(role);
                boolean stays = each.verdict().because().stream()
                        .anyMatch(why -> why.code().equals("ACTIVE_CONTRACT"));
                if (stays && last != null && last.isBefore(bound)) {
                    found.add(new Person(
                            each.record().key(),
                            each.record().row().identity(ScopeType.CUSTOMER),
                            SwedishCalendar.localDate(last)));
                }
            }
            keys = page(seen, bound, keys.get(keys.size() - 1));
        }
        return found;
    }

    /** One finding with their number. */
    public void report(RunIdentity run, FindingRepository.Writer findings) {
        long people = find().size();
        if (people > 0) {
            String category = run.context().category().category().id();
            findings.note(
                    run.id(),
                    List.of(new Finding(
                            category,
                            "USERS_INACTIVE",
                            SENTENCES.say("verify.records-have-not-been-seen-more", people, table.table()))));
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

    private List<RecordKey> page(ColumnMapping column, Instant bound, @Nullable RecordKey after) {
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

package se.partnersec.gallra.testing;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** How a record of a category is laid down in the source tables, and where to look for what is left of it. */
public interface CategoryScene {
    DataCategory category();

    String table();

    /** Days from the start of a record to its first due day. */
    int dueAfter();

    List<String> children();

    /** Kinds of holds that reach it by a column, as its mapping says. */
    Set<ScopeType> scopes();

    void put(Workplace work, Spec spec);

    /** The object of a record; null where there are none. */
    default @Nullable String objectKey(long id) {
        return null;
    }

    /** A child of the record as a hold names it; null where there are none. */
    default @Nullable String child(long id) {
        return null;
    }

    /** What to SET so that a record is not due any more, where it can be seen in its own row. */
    default String later(LocalDate today) {
        throw new IllegalStateException("what starts the clock of " + this + " lies in another table");
    }

    /** Makes every record so young that it must stay. */
    default void refresh(Workplace work, LocalDate today) {
        work.admin().update("UPDATE " + work.table(table()) + " SET " + later(today));
    }

    /** Why a record is under review that has no start event. */
    default String withoutStart() {
        return "MISSING_START_EVENT";
    }

    default boolean reachedBy(ScopeType kind) {
        return scopes().contains(kind);
    }

    /** Whether its mapping names a bookkeeping mark. */
    default boolean booked() {
        return false;
    }

    /** The start day of a record whose first due day is today. */
    default LocalDate firstDue(LocalDate today) {
        return today.minusDays(dueAfter());
    }

    /** The start day of a record that is kept today for the last time. */
    default LocalDate lastKept(LocalDate today) {
        return firstDue(today).plusDays(1);
    }

    /** Whether row, children and objects are all there. */
    default boolean whole(Workplace work, long id) {
        boolean rows = work.count(table(), "id = " + id) == 1
                && children().stream().allMatch(c -> work.count(c, "id = " + id * 10) == 1);
        String key = objectKey(id);
        return rows && (key == null || !work.bucket().versionsOf(key).isEmpty());
    }

    /** Whether nothing of it is left anywhere. */
    default boolean gone(Workplace work, long id) {
        boolean rows = work.count(table(), "id = " + id) == 0
                && children().stream()
                        .allMatch(c -> work.count(c, "id IN (" + id * 10 + ", " + (id * 10 + 1) + ")") == 0);
        String key = objectKey(id);
        return rows && (key == null || work.bucket().versionsOf(key).isEmpty());
    }

    /** One record to lay down. */
    record Spec(
            long id,
            @Nullable LocalDate start,
            @Nullable Long customer,
            @Nullable Long user,
            @Nullable Long invoice,
            String bookkeeping,
            @Nullable LocalDate booked,
            @Nullable Long processor) {
        public static Spec of(long id, @Nullable LocalDate start) {
            return new Spec(id, start, 1L, 1L, null, "NONE", null, null);
        }

        public Spec customer(long value) {
            return new Spec(id, start, value, user, invoice, bookkeeping, booked, processor);
        }

        public Spec user(long value) {
            return new Spec(id, start, customer, value, invoice, bookkeeping, booked, processor);
        }

        public Spec invoice(long value) {
            return new Spec(id, start, customer, user, value, bookkeeping, booked, processor);
        }

        public Spec booked(LocalDate day) {
            return new Spec(id, start, customer, user, invoice, "FULL", day, processor);
        }

        public Spec processed() {
            return new Spec(id, start, customer, user, invoice, bookkeeping, booked, 77L);
        }
    }
}

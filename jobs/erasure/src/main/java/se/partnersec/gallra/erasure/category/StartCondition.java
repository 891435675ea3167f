package se.partnersec.gallra.erasure.category;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/**
 * Which rows {@code t} are candidates by their clock, in SQL: those whose start is early enough, or missing. Never NULL where
 * a column is, so that it can be turned round with {@code IS NOT TRUE}.
 *
 * @param counts whether the category has a period: without one nothing can be due, however old or unknown its start
 */
public record StartCondition(Category category, TableMapping table, boolean counts) {
    public record Sql(String text, List<Object> args) {}

    /** @param startedBefore first local start day that makes no candidate */
    public Sql before(LocalDate startedBefore) {
        List<Object> args = new ArrayList<>();
        String due = counts ? early(startedBefore, args) : "FALSE";
        String left = table.leftSql();
        return new Sql(left == null ? due : due + " AND " + left, List.copyOf(args));
    }

    private String early(LocalDate startedBefore, List<Object> args) {
        List<String> all = new ArrayList<>();
        for (String role : category.startRoles()) {
            ColumnMapping column = table.column(role);
            if (column != null) {
                all.add("(" + early(column, startedBefore, args) + " OR t.`" + column.column() + "` IS NULL)");
            }
        }
        List<String> any = new ArrayList<>();
        any.add(all.isEmpty() ? "TRUE" : String.join(" AND ", all));
        for (String role : category.firstRoles()) {
            ColumnMapping column = table.column(role);
            if (column != null) {
                any.add(early(column, startedBefore, args));
            }
        }
        return "(" + String.join(" OR ", any) + ")";
    }

    private static String early(ColumnMapping column, LocalDate startedBefore, List<Object> args) {
        args.add(column.isTime() ? column.before(SwedishCalendar.startOfDay(startedBefore)) : startedBefore);
        return "t.`" + column.column() + "` < ?";
    }
}

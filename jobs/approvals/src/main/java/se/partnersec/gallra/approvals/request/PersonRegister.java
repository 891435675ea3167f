package se.partnersec.gallra.approvals.request;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/**
 * Register of people: which logins are of one person. The table {@code person_login} has it; each change takes two people. Two logins of one
 * person count as one person wherever two are needed, which the database enforces. A login that is not on record counts as a person of its
 * own.
 */
public final class PersonRegister {
    private final JdbcTemplate jdbc;

    public PersonRegister(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Login of a person.
     *
     * @param name without the host, in small letters
     * @param request number of the approval that put it on record
     */
    public record Login(String name, Instant since, long request) {}

    /** Person on record. @param left when they left; null while they are there */
    public record Person(
            String name, List<Login> logins, @Nullable Instant left) {}

    /** Approval by a login of whoever asked for it, which were not on record as one person then. @param request its number */
    public record ApprovedAlone(long request, String asker, String approver) {}

    private record Row(String login, String person, String what, Instant at, long request) {}

    /** Everybody on record, by name, those who have left and those without a login too. */
    public List<Person> people() {
        Map<String, Row> newest = new LinkedHashMap<>();
        Map<String, @Nullable Instant> people = new TreeMap<>();
        for (Row row : rows()) {
            if (row.what().equals("LEFT")) {
                people.put(row.person(), row.at());
            } else {
                newest.remove(row.login());
                newest.put(row.login(), row);
                people.put(row.person(), row.what().equals("HAS") ? null : people.get(row.person()));
            }
        }
        List<Person> all = new ArrayList<>();
        people.forEach((name, left) -> all.add(new Person(
                name,
                newest.values().stream()
                        .filter(row -> row.person().equals(name) && row.what().equals("HAS"))
                        .map(row -> new Login(row.login(), row.at(), row.request()))
                        .toList(),
                left)));
        return all;
    }

    /** Whoever an account belongs to; empty if it is not on record. @param account with or without its host */
    public Optional<Person> of(String account) {
        String login = login(account);
        return people().stream()
                .filter(person ->
                        person.logins().stream().anyMatch(each -> each.name().equals(login)))
                .findFirst();
    }

    /** Approvals that count and that two logins gave who are one person on record now, the newest first. */
    public List<ApprovedAlone> approvedAlone() {
        Map<String, String> owners = new HashMap<>();
        people().forEach(person -> person.logins().forEach(login -> owners.put(login.name(), person.name())));
        return owners.isEmpty()
                ? List.of()
                : jdbc
                        .query(
                                "SELECT request_id, requested_by, approved_by FROM valid_approval ORDER BY request_id DESC",
                                (row, i) -> new ApprovedAlone(row.getLong(1), row.getString(2), row.getString(3)))
                        .stream()
                        .filter(each -> {
                            String owner = owners.get(login(each.asker()));
                            return owner != null && owner.equals(owners.get(login(each.approver())));
                        })
                        .toList();
    }

    /** Login of an account: what stands before the last {@code @}, in small letters. */
    public static String login(String account) {
        int at = account.lastIndexOf('@');
        return (at < 0 ? account : account.substring(0, at)).strip().toLowerCase(Locale.ROOT);
    }

    private List<Row> rows() {
        return jdbc.query(
                "SELECT login, person, what, noted_at, request_id FROM person_login ORDER BY id",
                (row, i) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        DatabaseClock.instant(row.getObject(4, LocalDateTime.class)),
                        row.getLong(5)));
    }
}

package se.partnersec.gallra.approvals.request;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
     * @param issuer address of an OpenID provider; empty for a login of the database
     * @param name without the host, in small letters; at a provider the subject that it has for the person
     * @param request number of the approval that put it on record
     */
    public record Login(String issuer, String name, Instant since, long request) {
        /** As people read it. */
        public String shown() {
            return issuer.isEmpty() ? name : name + " (" + issuer + ")";
        }
    }

    /** Person on record. @param left when they left; null while they are there */
    public record Person(
            String name, List<Login> logins, @Nullable Instant left) {}

    /** Approval by a login of whoever asked for it, which were not on record as one person then. @param request its number */
    public record ApprovedAlone(long request, String asker, String approver) {}

    private record Row(String issuer, String login, String person, String what, Instant at, long request) {}

    /** Everybody on record, by name, those who have left and those without a login too. */
    public List<Person> people() {
        Map<String, Row> newest = new LinkedHashMap<>();
        Map<String, @Nullable Instant> people = new TreeMap<>();
        for (Row row : rows()) {
            if (row.what().equals("LEFT")) {
                people.put(row.person(), row.at());
            } else {
                String login = row.issuer() + " " + row.login();
                newest.remove(login);
                newest.put(login, row);
                people.put(row.person(), row.what().equals("HAS") ? null : people.get(row.person()));
            }
        }
        List<Person> all = new ArrayList<>();
        people.forEach((name, left) -> all.add(new Person(
                name,
                newest.values().stream()
                        .filter(row -> row.person().equals(name) && row.what().equals("HAS"))
                        .map(row -> new Login(row.issuer(), row.login(), row.at(), row.request()))
                        .toList(),
                left)));
        return all;
    }

    /** Whoever an account belongs to; empty if it is not on record. @param account with or without its host */
    public Optional<Person> of(String account) {
        return find("", login(account));
    }

    /** Whoever a login belongs to; empty if it is not on record. @param issuer empty for a login of the database */
    public Optional<Person> find(String issuer, String login) {
        return people().stream()
                .filter(person -> person.logins().stream()
                        .anyMatch(each ->
                                each.issuer().equals(issuer) && each.name().equals(login)))
                .findFirst();
    }

    /** Approvals that count and that two logins gave who are one person on record now, the newest first. */
    public List<ApprovedAlone> approvedAlone() {
        Map<String, String> owners = new HashMap<>();
        people().forEach(person -> person.logins().stream()
                .filter(login -> login.issuer().isEmpty())
                .forEach(login -> owners.put(login.name(), person.name())));
        return owners.isEmpty()
                ? List.of()
                : jdbc
                        .query(
                                "SELECT v.request_id, v.requested_by, v.approved_by, g.person FROM valid_approval v"
                                        + " LEFT JOIN key_approval g ON g.request_id = v.request_id ORDER BY v.request_id DESC",
                                (row, i) -> {
                                    String asker = row.getString(2);
                                    String approver = row.getString(3);
                                    String person =
                                            Objects.requireNonNullElse(row.getString(4), owners.get(login(approver)));
                                    return person != null && person.equals(owners.get(login(asker)))
                                            ? new ApprovedAlone(row.getLong(1), asker, approver)
                                            : null;
                                })
                        .stream()
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Login of an account: what stands before the last {@code @}, in small letters. */
    public static String login(String account) {
        int at = account.lastIndexOf('@');
        return (at < 0 ? account : account.substring(0, at)).strip().toLowerCase(Locale.ROOT);
    }

    private List<Row> rows() {
        return jdbc.query(
                "SELECT login, person, what, noted_at, request_id, issuer FROM person_login ORDER BY id",
                (row, i) -> new Row(
                        row.getString(6),
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        DatabaseClock.instant(row.getObject(4, LocalDateTime.class)),
                        row.getLong(5)));
    }
}

package se.partnersec.gallra.database.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Roles of persons, each under a database login of its own; nobody has two. {@code sql/roles.sql} has the rights of each. */
public enum PersonRole {
    /** Gives orders to runs; neither places holds nor approves, and starting is the job's. */
    OPERATIONS,
    /** Places holds, enters permits, books and fiscal years, asks for releases, approves what somebody else asked for. */
    FINANCE,
    /** The data-protection officer: requests of data subjects, restrictions, approvals. */
    OFFICER,
    /** Reads the ledger, seals, rules, approvals and holds, without what names people. */
    AUDITOR,
    /** Account of the web console for people who sign in with single sign-on: reads as the auditor, and writes what their passkeys signed. */
    SSO,
    /** Reads counts. */
    METRICS;

    private static final Sentences SENTENCES = Sentences.of("database");

    /** As the procedure {@code person_roles} has them; a login sees its own rights. */
    private static final String OWN = """
            SELECT DISTINCT CASE p.table_name WHEN 'run_order' THEN 'operations' WHEN 'book_import' THEN 'finance'
                WHEN 'subject_request' THEN 'officer' WHEN 'key_approval' THEN 'sso' WHEN 'masked_audit' THEN 'auditor' ELSE 'metrics' END AS role
            FROM (SELECT c.grantee, c.table_name FROM information_schema.column_privileges c WHERE c.table_schema = DATABASE()
                AND c.table_name IN ('run_order', 'book_import', 'key_approval', 'subject_request') AND c.privilege_type = 'INSERT'
              UNION SELECT t.grantee, t.table_name FROM information_schema.table_privileges t WHERE t.table_schema = DATABASE()
                AND t.table_name IN ('masked_audit', 'masked_run_order') AND t.privilege_type = 'SELECT') p
            WHERE p.grantee = CONCAT("'", SUBSTRING_INDEX(CURRENT_USER(), '@', 1), "'@'", SUBSTRING_INDEX(CURRENT_USER(), '@', -1), "'")
            ORDER BY role""";

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Roles whose rights a login has, by a right of each that no other has; one for a person. */
    public static List<PersonRole> own(DataSource login) {
        return new JdbcTemplate(login).query(OWN, (row, i) -> of(row.getString(1)));
    }

    /** Whether the role decides about records, and so reads in the tables of the business what decides. */
    boolean readsBusiness() {
        return this == FINANCE || this == OFFICER;
    }

    /** @throws RefusedException naming the roles there are */
    public static PersonRole of(String id) {
        return Arrays.stream(values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say(
                        "schema.there-no-role-choose-from",
                        id,
                        Arrays.stream(values()).map(PersonRole::id).collect(Collectors.joining(", ")))));
    }
}

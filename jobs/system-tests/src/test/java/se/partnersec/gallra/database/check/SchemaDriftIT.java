package se.partnersec.gallra.database.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.ConfigProblem;

/** Each case changes the demo's schema or the shipped mapping in one way, which must be refused, or must not be. */
@Tag("full")
class SchemaDriftIT {
    private static final String IPS = "table: ip_log\n";
    private static final String SEEN = "seen_at: {column: seen_at, zone: UTC}";
    private static final String TRANSCRIPTS = "{table: call_transcript, key: id, parent: recording_id}";
    private static final String STRANGER = "CREATE TABLE ${other}.stranger (id BIGINT PRIMARY KEY, of_call BIGINT,"
            + " CONSTRAINT stranger_call FOREIGN KEY (of_call) REFERENCES ${business}.call_recording (id)";

    /** @param words of the refusal; none where nothing may be refused */
    private record Case(String name, List<String> sql, String old, String changed, String words) {}

    private static final String COUNTS = "ALTER TABLE chat_statistic DROP KEY chats_of_month, ";

    private static Case refused(String name, String sql, String words) {
        return new Case(name, List.of(sql.split("; ", -1)), "", "", words);
    }

    private static Case refused(String name, String sql, String old, String changed, String words) {
        return new Case(name, List.of(sql.split("; ", -1)), old, changed, words);
    }

    private static Case allowed(String name, String sql, String old, String changed) {
        return new Case(name, List.of(sql.split("; ", -1)), old, changed, "");
    }

    private static final List<Case> TABLES = List.of(
            refused("table gone", "DROP TABLE ip_log", "there is no table"),
            refused("table of other case", "RENAME TABLE ip_log TO Ip_Log", "there is no table"),
            refused(
                    "column gone",
                    "ALTER TABLE ip_log DROP COLUMN processor_for",
                    "ip_log has no column processor_for"),
            refused("scope column gone", "ALTER TABLE ip_log DROP COLUMN user_id", "ip_log has no column user_id"),
            refused("alias gone", "ALTER TABLE customer DROP COLUMN org_no", "customer has no column org_no"),
            refused("identity gone", "RENAME TABLE user_account TO users", "there is no table"),
            refused("child's column gone", "ALTER TABLE chat_message DROP COLUMN sent_ms", "has no column sent_ms"),
            refused(
                    "object column gone",
                    "ALTER TABLE call_recording DROP COLUMN object_key",
                    "has no column object_key"),
            refused("view", "RENAME TABLE ip_log TO raw_log; CREATE VIEW ip_log AS SELECT * FROM raw_log", "is a view"),
            refused("MyISAM", "ALTER TABLE ip_log ENGINE=MyISAM", "uses engine MyISAM"),
            refused(
                    "no primary key",
                    "ALTER TABLE ip_log MODIFY id BIGINT NOT NULL, DROP PRIMARY KEY",
                    "has no primary key"),
            refused(
                    "composite primary key",
                    "ALTER TABLE ip_log DROP PRIMARY KEY, ADD PRIMARY KEY (id, service)",
                    "is (id, service), the mapped key is id"),
            refused(
                    "key that is not the primary one",
                    "SELECT 1",
                    IPS + "    key: id",
                    IPS + "    key: customer_id",
                    "the primary key of"),
            refused("zerofill", "ALTER TABLE ip_log MODIFY id BIGINT UNSIGNED ZEROFILL NOT NULL", "is ZEROFILL"),
            refused(
                    "long key",
                    "ALTER TABLE ip_log MODIFY id VARCHAR(256) NOT NULL",
                    "a key must be an integer or a text"),
            allowed("key of 255 characters", "ALTER TABLE ip_log MODIFY id VARCHAR(255) NOT NULL", "", ""),
            allowed("small key", "ALTER TABLE ip_log MODIFY id SMALLINT NOT NULL", "", ""),
            refused(
                    "decimal key",
                    "ALTER TABLE ip_log MODIFY id DECIMAL(20) NOT NULL",
                    "a key must be an integer or a text"),
            refused(
                    "binary key",
                    "ALTER TABLE ip_log MODIFY id BINARY(16) NOT NULL",
                    "a key must be an integer or a text"),
            refused("double key", "ALTER TABLE ip_log MODIFY id DOUBLE NOT NULL", "a key must be an integer or a text"),
            refused(
                    "scope of a wrong type",
                    "ALTER TABLE ip_log MODIFY user_id DOUBLE",
                    "compared with integers and texts"),
            refused(
                    "our own schema",
                    "CREATE TABLE ${other}.ip_log LIKE ip_log",
                    IPS,
                    IPS + "    schema: ${other}\n",
                    "holds Gallra's own tables"));

    private static final List<Case> COLUMNS = List.of(
            refused("time as text", "ALTER TABLE ip_log MODIFY seen_at VARCHAR(30)", "a time needs a DATETIME"),
            refused(
                    "timestamp in a Swedish zone",
                    "ALTER TABLE ip_log MODIFY seen_at TIMESTAMP NULL",
                    SEEN,
                    "seen_at: {column: seen_at, zone: Europe/Stockholm}",
                    "so map it with zone: UTC"),
            allowed("timestamp in UTC", "ALTER TABLE ip_log MODIFY seen_at TIMESTAMP NULL", "", ""),
            allowed(
                    "timestamp in Z",
                    "ALTER TABLE ip_log MODIFY seen_at TIMESTAMP NULL",
                    SEEN,
                    "seen_at: {column: seen_at, zone: Z}"),
            refused("day in UTC", "ALTER TABLE ip_log MODIFY seen_at DATE", "so map it with zone: Europe/Stockholm"),
            allowed(
                    "day in Sweden",
                    "ALTER TABLE ip_log MODIFY seen_at DATE",
                    SEEN,
                    "seen_at: {column: seen_at, zone: Europe/Stockholm}"),
            refused("integer with a zone", "ALTER TABLE ip_log MODIFY seen_at BIGINT", "an integer needs a unit"),
            refused(
                    "datetime with a unit",
                    "SELECT 1",
                    SEEN,
                    "seen_at: {column: seen_at, unit: seconds}",
                    "a counter of seconds needs an integer column"),
            refused("float with a unit", "ALTER TABLE chat_message MODIFY sent_ms DOUBLE", "needs an integer column"),
            refused("time of day", "ALTER TABLE ip_log MODIFY seen_at TIME", "a time needs a DATETIME"),
            refused(
                    "day as text",
                    "ALTER TABLE call_recording MODIFY booked_on VARCHAR(20)",
                    "a day needs a DATE column"),
            refused(
                    "day with a time",
                    "ALTER TABLE call_recording MODIFY booked_on DATETIME",
                    "a day needs a DATE column"),
            refused("object key as blob", "ALTER TABLE call_recording MODIFY object_key BLOB", "is a text: VARCHAR"),
            refused(
                    "object key without index",
                    "ALTER TABLE call_recording DROP KEY recording_object",
                    "object_key has no index"),
            refused(
                    "object key second in an index",
                    "ALTER TABLE call_recording DROP KEY recording_object, ADD KEY (queue, object_key(100))",
                    "object_key has no index"));

    private static final List<Case> REFERENCES = List.of(
            refused(
                    "cascade to a stranger in another schema",
                    STRANGER + " ON DELETE CASCADE)",
                    "stranger (foreign key stranger_call, ON DELETE CASCADE) and is not catalogued;"),
            refused(
                    "cascade of a cascade",
                    STRANGER + " ON DELETE CASCADE); CREATE TABLE ${other}.far (id INT PRIMARY KEY,"
                            + " s BIGINT, FOREIGN KEY (s) REFERENCES ${other}.stranger (id) ON DELETE SET NULL)",
                    "and from there on to"),
            refused("set null", STRANGER + " ON DELETE SET NULL)", "ON DELETE SET NULL) and is not catalogued"),
            allowed("restrict", STRANGER + " ON DELETE RESTRICT)", "", ""),
            refused(
                    "cascade below a child",
                    "CREATE TABLE words (id INT PRIMARY KEY, t BIGINT,"
                            + " FOREIGN KEY (t) REFERENCES call_transcript (id) ON DELETE CASCADE)",
                    "words (foreign key"),
            refused(
                    "cascade by another column of a child",
                    "ALTER TABLE chat_message ADD reply_to BIGINT,"
                            + " ADD FOREIGN KEY (reply_to) REFERENCES chat_conversation (id) ON DELETE CASCADE",
                    "by reply_to, while the mapping's pointer is conversation_id"),
            refused(
                    "cascade within a child",
                    "ALTER TABLE chat_message ADD reply_to BIGINT,"
                            + " ADD FOREIGN KEY (reply_to) REFERENCES chat_message (id) ON DELETE CASCADE",
                    "delete rows of the same table unasked"),
            refused(
                    "cascade within the record",
                    "ALTER TABLE ip_log ADD twin BIGINT UNSIGNED,"
                            + " ADD FOREIGN KEY (twin) REFERENCES ip_log (id) ON DELETE SET NULL",
                    "and is not catalogued"),
            refused(
                    "child that refers to an earlier one",
                    "ALTER TABLE chat_attachment ADD message_id BIGINT,"
                            + " ADD FOREIGN KEY (message_id) REFERENCES chat_message (id)",
                    "list attachments before messages"),
            refused(
                    "no foreign key",
                    "ALTER TABLE call_transcript DROP FOREIGN KEY transcript_recording",
                    "no foreign key makes"),
            allowed(
                    "no foreign key, said by name",
                    "ALTER TABLE call_transcript DROP FOREIGN KEY transcript_recording",
                    TRANSCRIPTS,
                    TRANSCRIPTS.replace("}", ", foreign_key: none}")),
            refused(
                    "pointer without index",
                    "ALTER TABLE call_transcript DROP FOREIGN KEY transcript_recording,"
                            + " DROP KEY transcript_recording",
                    TRANSCRIPTS,
                    TRANSCRIPTS.replace("}", ", foreign_key: none}"),
                    "recording_id has no index"),
            refused(
                    "pointer of another type",
                    "ALTER TABLE call_transcript DROP FOREIGN KEY transcript_recording,"
                            + " MODIFY recording_id VARCHAR(20)",
                    TRANSCRIPTS,
                    TRANSCRIPTS.replace("}", ", foreign_key: none}"),
                    "a pointer and its key must be of one kind"),
            refused(
                    "trigger",
                    "CREATE TRIGGER copier BEFORE DELETE ON ip_log FOR EACH ROW SET @gone = OLD.id",
                    "has DELETE trigger copier"),
            refused(
                    "trigger on a child",
                    "CREATE TRIGGER copier AFTER DELETE ON chat_message FOR EACH ROW SET @g = OLD.id",
                    "chat_message has DELETE trigger copier"),
            allowed(
                    "trigger, accepted by name",
                    "CREATE TRIGGER copier BEFORE DELETE ON ip_log FOR EACH ROW SET @gone = OLD.id",
                    IPS,
                    IPS + "    triggers: accepted\n"),
            allowed(
                    "trigger on insert",
                    "CREATE TRIGGER copier BEFORE INSERT ON ip_log FOR EACH ROW SET @new = 1",
                    "",
                    ""));

    private static final List<Case> STATISTICS = List.of(
            refused("no table", "DROP TABLE chat_statistic", "there is no table"),
            refused(
                    "nothing unique",
                    "ALTER TABLE chat_statistic DROP KEY chats_of_month",
                    "chat_statistic has no unique key on (month_on, topic), so a period could be counted twice"),
            refused(
                    "a unique key of more",
                    COUNTS + "ADD UNIQUE (month_on, topic, conversations)",
                    "has no unique key on (month_on, topic)"),
            refused(
                    "a unique key of beginnings",
                    COUNTS + "ADD UNIQUE (month_on, topic(10))",
                    "has no unique key on (month_on, topic)"),
            allowed("a unique key the other way round", COUNTS + "ADD UNIQUE (topic, month_on)", "", ""),
            refused(
                    "a count as text",
                    "ALTER TABLE chat_statistic MODIFY conversations VARCHAR(9)",
                    "a number of records needs an integer column"),
            refused(
                    "a period with a time",
                    "ALTER TABLE chat_statistic MODIFY month_on DATETIME NOT NULL",
                    "a day needs a DATE column"),
            refused(
                    "a shorter group",
                    "ALTER TABLE chat_statistic MODIFY topic VARCHAR(20) COLLATE utf8mb4_bin NOT NULL",
                    "what it is to hold is varchar(60); make it as long"),
            refused(
                    "groups that are one to the database",
                    "ALTER TABLE chat_statistic MODIFY topic VARCHAR(60) NOT NULL",
                    "takes different spellings for one; let it be utf8mb4_bin"),
            refused(
                    "a group of another kind",
                    "ALTER TABLE chat_statistic MODIFY topic INT NOT NULL",
                    "both must be integers or texts"),
            allowed(
                    "a group of numbers",
                    "ALTER TABLE chat_conversation MODIFY topic INT NOT NULL; "
                            + "ALTER TABLE chat_statistic MODIFY topic BIGINT NOT NULL",
                    "",
                    ""),
            refused(
                    "a group that is gone",
                    "ALTER TABLE chat_conversation DROP COLUMN topic",
                    "chat_conversation has no column topic that this account may see; correct 'groups'"));

    @TestFactory
    Stream<DynamicTest> notices_drift() {
        return Stream.of(TABLES, COLUMNS, REFERENCES, STATISTICS)
                .flatMap(List::stream)
                .map(c -> DynamicTest.dynamicTest((c.words().isEmpty() ? "allows " : "refuses ") + c.name(), () -> {
                    try (DriftedSchema drifted = DriftedSchema.after(c.sql())) {
                        DriftedSchema edited = c.old().isEmpty() ? drifted : drifted.mapping(c.old(), c.changed());
                        List<ConfigProblem> problems = edited.check().problems();
                        if (c.words().isEmpty()) {
                            assertThat(problems).isEmpty();
                        } else {
                            assertThat(problems).anySatisfy(problem -> {
                                assertThat(problem.message()).contains(c.words());
                                assertThat(problem.line()).isPositive();
                            });
                        }
                    }
                }));
    }

    /** Nothing else keeps new ones out while what they point at is locked. */
    @Test
    void wants_a_foreign_key_also_where_a_fact_hangs_on_a_fact() {
        try (DriftedSchema drifted =
                DriftedSchema.after(List.of("ALTER TABLE invoice_payment DROP FOREIGN KEY payment_invoice"))) {
            List<Integer> hanging = drifted.sources().tables().values().stream()
                    .flatMap(source -> source.facts().stream()
                            .filter(fact -> source.facts().contains(source.target(fact))))
                    .filter(fact -> fact.table().equals("invoice_payment"))
                    .map(TableMapping::line)
                    .toList();
            assertThat(hanging).hasSizeGreaterThan(2);
            assertThat(drifted.check().problems())
                    .filteredOn(problem -> problem.message().contains("invoice_payment.invoice_id point at"))
                    .extracting(ConfigProblem::line)
                    .containsAll(hanging);
        }
    }
}

package se.partnersec.gallra.config.mappingfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.config.yaml.ConfigException;

/** Each case changes one text of the shipped mapping, or adds one below a line, and names words of the refusal. */
class SourcesFileRefusalTest {
    private static final Path SHIPPED = Path.of("..", "..", "job-config", "sources.yml");

    private record Case(String old, String changed, String... words) {}

    private static final String IP = "table: ip_log";
    private static final String SEEN = "seen_at: {column: seen_at, zone: UTC}";
    private static final String CALLS = "{column: object_key, prefix: calls/}";
    private static final String TRANSCRIPTS = "{table: call_transcript, key: id, parent: recording_id}";

    private static final String COUNTED = "    statistics:\n      table: ip_log_statistic";
    private static final String SCOPES =
            "    scopes:\n      customer: [customer_id]\n      user: [user_id]\n" + COUNTED;

    private static final List<Case> CASES = List.of(
            // names
            new Case(IP, "table: \"rec; drop table x\"", "'rec; drop table x' in 'table'", "U+003B SEMICOLON"),
            new Case(IP, "table: \"ip_log`\"", "U+0060 GRAVE ACCENT"),
            new Case(IP, "table: \"`ip_log`\"", "U+0060"),
            new Case(IP, "table: partnersec.ip_log", "U+002E FULL STOP", "a schema has a key of its own"),
            new Case(IP, "table: a.b.c", "U+002E"),
            new Case(IP, "table: " + "a".repeat(65), "it has 65 characters"),
            new Case(
                    IP,
                    "table: ip_lоg",
                    "two alphabets, such as U+0069 LATIN SMALL LETTER I and U+043E CYRILLIC SMALL LETTER O"),
            new Case(IP, "table: 2026", "nothing but digits"),
            new Case(IP, "table: \uD835\uDC9C", "U+1D49C"),
            new Case(IP, "table: \"A\\u030Aland\"", "U+030A COMBINING RING ABOVE"),
            new Case(IP, "table: \"ip\\u200Blog\"", "U+200B ZERO WIDTH SPACE"),
            new Case(IP, "table: ip%log", "U+0025"),
            new Case(IP, "table: ip log", "U+0020 SPACE"),
            new Case(IP, "table: \"ip_log\\nx\"", "'ip_log?x'", "U+000A"),
            new Case(IP, "table: \"ip_log\\e[31m\"", "'ip_log?[31m'", "U+001B"),
            new Case(IP, "table: ''", "'table' in 'ip-logs' is empty"),
            new Case(IP, "table: [ip_log]", "must be one value"),
            new Case(IP + "\n    key: id", IP + "\n    key: \"id, 1\"", "U+002C"),
            new Case(SEEN, "seen_at: {column: \"seen_at) OR (1=1\", zone: UTC}", "in 'column'"),
            new Case(
                    "customer: [customer_id]\n      user: [user_id]\n      invoice",
                    "customer: [\"customer_id -- x\"]\n      invoice",
                    "in 'customer'"),
            new Case("aliases: [customer_no, org_no]", "aliases: [\"a`b\"]", "in 'aliases'"),
            new Case(TRANSCRIPTS, "{table: call_transcript, key: id, parent: \"x y\"}", "in 'parent'"),
            // marks of gallra init
            new Case(IP, IP + "  # CHECK: the name alone", "a guess that nobody has confirmed: 'the name alone'"),
            new Case(IP, IP + "\n    # TODO queue: which column?", "not answered: 'queue: which column?'"),
            new Case(IP, IP + "  #TODO", "not answered: ''"),
            // partitions
            new Case(IP, IP + "\n    partitions: {by: seen_at, staging: s}", "'updates' is missing"),
            new Case(
                    IP,
                    IP + "\n    partitions: {by: user, staging: s, updates: none}",
                    "'user' is no column of ip-logs"),
            new Case(
                    IP,
                    IP + "\n    partitions: {by: seen_at, staging: ip_log, updates: none}",
                    "mapped as something else too"),
            new Case(
                    IP,
                    IP + "\n    partitions: {by: seen_at, staging: s, updates: none, least: 0}",
                    "1 or more, was 0"),
            new Case(
                    "    objects: " + CALLS,
                    "    partitions: {by: ended_at, staging: s, updates: none}\n    objects: " + CALLS,
                    "whole partitions of call-recordings cannot go"),
            // schemas
            new Case("schema: partnersec\n", "schema: mysql\n", "belongs to the server"),
            new Case(IP, "schema: information_schema\n    " + IP, "'information_schema' belongs to the server"),
            new Case(IP, "schema: performance_schema\n    " + IP, "belongs to the server"),
            new Case(IP, "schema: sys\n    " + IP, "belongs to the server"),
            new Case("schema: partnersec\n", "", "'customer' has no schema", "'ip-logs' has no schema"),
            // keys of the file
            new Case(
                    "schema: partnersec\n",
                    "schema: partnersec\nschema: other\n",
                    "'schema' in the file is there twice"),
            new Case("schema: partnersec\n", "schema: partnersec\ncolour: red\n", "unknown key 'colour'"),
            new Case("ip-logs:", "chat-logs:", "'chat-logs' in 'categories' is there twice"),
            new Case(
                    "ip-logs:", "ip-loggs:", "there is no category 'ip-loggs'", "known are call-recordings, chat-logs"),
            new Case("ip-logs:", "CLOUD_IP:", "there is no category 'CLOUD_IP'"),
            new Case("ip-logs:", "server-logs:", "there is no category 'server-logs'"),
            new Case(IP, IP + "\n    where: 1=1", "unknown key 'where' in 'ip-logs'"),
            new Case(IP + "\n    key: id", IP, "'key' is missing in 'ip-logs'"),
            new Case(
                    "  invoice: {table: invoice, key: id, aliases",
                    "  voucher: {table: invoice, key: id, aliases",
                    "unknown key 'voucher'"),
            new Case(TRANSCRIPTS, "{table: call_transcript, key: id}", "'parent' is missing in 'transcripts'"),
            new Case(TRANSCRIPTS, "call_transcript", "must be a block"),
            new Case("transcripts:", "'trans cripts!':", "must be a short word"),
            // what is left of a record
            new Case("email: {constant: \"-\"}", "email: keyed-hash", "'keyed-hash' of 'email' leaves personal data"),
            new Case("email: {constant: \"-\"}", "email: truncate-ip", "pseudonymous: accepted"),
            new Case("email: {constant: \"-\"}", "email: constant", "{constant: WORD}"),
            new Case("email: {constant: \"-\"}", "email: {constant: \"a\\nb\"}", "plain characters"),
            new Case("email: {constant: \"-\"}", "email: {value: x}", "unknown key 'value'"),
            new Case("password_hash: null", "password_hash: wipe", "'wipe' is no way to reduce 'password_hash'"),
            new Case("password_hash: null", "\"hash; x\": null", "is no plain name"),
            new Case("customers: companies", "customers: people", "'customers' in 'sums' can only say 'companies'"),
            new Case("      customers: companies\n", "", "'customers' is missing in 'sums'"),
            new Case("      line: line_id\n", "", "needs the record's column 'line'"),
            new Case(
                    "    parents:\n      invoice:",
                    "    reduce: {number: null}\n    parents:\n      invoice:",
                    "a record is either summed or reduced"),
            new Case("instead: detach", "instead: forget", "'instead' in 'visits' can only say 'detach'"),
            // where only columns go
            new Case("    instead: reduce\n", "", "credentials are columns of a row that stays; say instead: reduce"),
            new Case(
                    "      password_hash: null\n    children:",
                    "      password_hash: {constant: x}\n    children:",
                    "'password_hash' of credentials must become null"),
            new Case(
                    "    reduce:\n      password_hash: null\n    children:",
                    "    children:",
                    "'instead: reduce' of credentials needs 'reduce'"),
            new Case(
                    "    # If a voucher names the user",
                    "    instead: reduce\n    # If a voucher names the user",
                    "user-data goes by rows; remove 'instead: reduce'"),
            // columns
            new Case(
                    SEEN,
                    "seen_att: {column: seen_at, zone: UTC}",
                    "unknown key 'seen_att'",
                    "did you mean seen_at?",
                    "'seen_at' is missing"),
            new Case(SEEN, "seen_at: seen_at", "'seen_at' is a time", "zone: Europe/Stockholm"),
            new Case(SEEN, "seen_at: {column: seen_at}", "neither zone nor unit"),
            new Case(SEEN, "seen_at: {column: seen_at, zone: UTC, unit: seconds}", "a zone and a unit"),
            new Case(SEEN, "seen_at: {column: seen_at, zone: Europe/Sthlm}", "no time zone 'Europe/Sthlm'"),
            new Case(SEEN, "seen_at: {column: seen_at, unit: minutes}", "'unit' must be seconds or milliseconds"),
            new Case(SEEN, "seen_at: {zone: UTC}", "'column' is missing"),
            new Case(SEEN, "seen_at: {column: seen_at, zone: UTC, format: iso}", "unknown key 'format'"),
            new Case(SEEN, "seen_at: [seen_at]", "must be one value"),
            new Case("queue: queue", "queue: {column: queue, zone: UTC}", "'queue' is no time"),
            new Case("queue: queue", "queue: {column: queue}", "'values' is missing in 'queue'"),
            new Case("queue: queue", "queue: {column: queue, values: {KS: ''}}", "'KS' in 'values' is empty"),
            new Case(
                    "queue: queue",
                    "queue: {column: queue, values: {KS: a, KS: b}}",
                    "'KS' in 'values' is there twice"),
            new Case("queue: queue", "queue: {column: queue, values: {\"K\\nS\\n\": a}}", "'K?S?'", "control"),
            new Case(
                    "          status: status",
                    "          status: {column: status, values: {BETALD: PAYED}}",
                    "'PAYED' in 'values' means nothing",
                    "did you mean PAID?"),
            new Case(
                    "        columns: {start_on: start_on, end_on: end_on, status: status}",
                    "        columns: {start_on: start_on, end_on: end_on, status: {column: status, values: {X: FÖRNYAD}}}",
                    "'FÖRNYAD' in 'values' means nothing: known are ACTIVE"),
            new Case("booked_on: booked_on", "booked_on: {column: b, values: {a: b}}", "'booked_on' is no time"),
            new Case(SEEN, "seen_at: {column: seen_at, zone: UTC, values: {a: b}}", "'values' mean nothing"),
            new Case("sent_at: {column", "sent: {column", "unknown key 'sent' in 'columns'"),
            new Case("      messages:\n", "      message:\n", "unknown key 'sent_at' in 'columns'"),
            // scopes
            new Case("      user: [user_id, caller_no]", "      person: [user_id]", "unknown key 'person'"),
            new Case("[user_id, caller_no]", "[]", "must be a list with at least one entry"),
            new Case("[user_id, caller_no]", "user_id", "must be a list"),
            new Case("[user_id, caller_no]", "[user_id, user_id]", "names a column twice"),
            new Case(
                    "  user: {table: user_account, key: id, aliases: [user_name, email, phone]}\n",
                    "",
                    "'call-recordings' has scope 'user', but identities has no 'user'"),
            new Case(
                    "        parent: file_id\n        scopes:\n          customer: [customer_id]\n          user: [user_id]\n",
                    "        parent: file_id\n",
                    "'ip-log-files' does not say who is in a file"),
            new Case(SCOPES, COUNTED, "ip-logs has no 'scopes'", "'scopes: none' and 'because:'"),
            new Case(SCOPES, "    scopes: none\n" + COUNTED, "'scopes: none' of ip-logs needs 'because'"),
            new Case(SCOPES, "    scopes: none\n    because: nobody\n" + COUNTED, "must be a sentence that says why"),
            new Case(SCOPES, "    scopes: nothing\n" + COUNTED, "'scopes' in 'ip-logs' must be a block"),
            new Case(SCOPES, "    because: rows name nobody\n" + SCOPES, "belongs to 'scopes: none' only"),
            new Case(TRANSCRIPTS, "{table: t, key: id, parent: p, scopes: none}", "must be a block"),
            // objects
            new Case(CALLS, "{column: object_key, prefix: chats/}", "prefix 'chats/' overlaps 'chats/' of line"),
            new Case(CALLS, "{column: object_key, prefix: chats/calls/}", "overlaps 'chats/calls/'"),
            new Case(CALLS, "{column: object_key, prefix: ''}", "'prefix' in 'objects' is empty"),
            new Case(CALLS, "{column: object_key, prefix: calls}", "must end in '/'"),
            new Case(CALLS, "{column: object_key, prefix: /}", "begins with '/'"),
            new Case(CALLS, "{column: object_key, prefix: \"calls/*/\"}", "may hold no *"),
            new Case(CALLS, "{column: object_key, prefix: calls/, bucket: \"*\"}", "'*' is no bucket's name"),
            new Case(CALLS, "{column: object_key}", "'prefix' is missing"),
            new Case(CALLS, "{column: object_key, prefix: calls/, unguarded_delete: yes}", "can only say 'accepted'"),
            // tables together
            new Case(IP, "table: call_recording", "'call_recording' is the record of call-recordings"),
            new Case("table: chat_message", "table: chat_conversation", "mapped twice in chat-logs"),
            new Case("table: chat_message", "table: chat_attachment", "mapped twice in chat-logs"),
            new Case(TRANSCRIPTS, "{table: t, key: id, parent: p, foreign_key: missing}", "can only say 'none'"),
            new Case(
                    TRANSCRIPTS, "{table: t, key: id, parent: p, of: calls}", "'of: calls' of transcripts leads to no"),
            new Case(TRANSCRIPTS, "{table: t, key: id, parent: p, of: transcripts}", "leads to no child that hangs"),
            new Case(IP, IP + "\n    triggers: true", "can only say 'accepted'"),
            new Case(
                    IP,
                    IP + "\n    facts: {payments: {table: p, key: id, parent: ip_id, columns: {x: y}}}",
                    "looks at no facts 'payments'"),
            new Case(
                    IP,
                    IP + "\n    facts: {p: {table: p, key: id, parent: x, of: customer, columns: {}}}",
                    "'customer' is no parent of ip-logs"),
            new Case(IP, IP + "\n    parents: {customer: {table: customer, key: id}}", "'column' is missing"),
            // the text itself
            new Case(IP, "table: &x ip_log", "anchor"),
            new Case(IP, "table: !!java.net.URL ip_log", "tag"),
            new Case("\n    key: id", "\n\tkey: id", "tab"));

    @TestFactory
    Stream<DynamicTest> refuses() throws IOException {
        String shipped = Files.readString(SHIPPED);
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(40);
        return CASES.stream()
                .map(c -> DynamicTest.dynamicTest(c.words()[0], () -> {
                    // The IP log is also a child of the users, further down.
                    int at = c.old().startsWith(IP) ? shipped.indexOf(c.old()) : shipped.lastIndexOf(c.old());
                    assertThat(at).as("the shipped file holds '%s'", c.old()).isNotNegative();
                    String text = shipped.substring(0, at)
                            + c.changed()
                            + shipped.substring(at + c.old().length());
                    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> parse(text));
                    assertThat(refused).as("this mapping was accepted").isNotNull();
                    assertThat(refused).hasMessageContainingAll(c.words());
                    assertThat(refused.getMessage()).doesNotContain("\u001b");
                    assertThat(refused.faults())
                            .allSatisfy(problem -> assertThat(problem.line()).isPositive());
                }));
    }

    @TestFactory
    Stream<DynamicTest> refuses_whole_files_that_map_nothing() {
        return Stream.of(
                        "",
                        "# nothing\n",
                        "schema: s\n",
                        "a: b: c\n",
                        "identities: {}\ncategories: {}\nschema: s\n",
                        "- x\n")
                .map(text -> DynamicTest.dynamicTest(
                        "'" + text.replace('\n', ' ') + "'",
                        () -> assertThat(catchThrowableOfType(ConfigException.class, () -> parse(text)))
                                .isNotNull()));
    }

    private static void parse(String text) {
        SourceMappingReader.parse("sources.yml", text.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL);
    }
}

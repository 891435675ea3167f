package se.partnersec.gallra.config.mappingfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping.EpochUnit;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.mapping.TableMapping.ObjectColumn;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;

class SourceMappingReaderTest {
    private static final Path SHIPPED = Path.of("..", "..", "job-config", "sources.yml");
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    private final SourceMapping shipped = SourceMappingReader.read(SHIPPED, DemoNeeds.ALL);

    @Test
    void reads_every_value_of_the_shipped_recordings() {
        CategoryMapping calls = shipped.table(CategoryIds.CALL_RECORDINGS);
        assertThat(calls.record())
                .isEqualTo(new TableMapping(
                        "call-recordings",
                        "partnersec",
                        "call_recording",
                        "id",
                        null,
                        null,
                        true,
                        Map.of(
                                "ended_at", new ColumnMapping("ended_at", STOCKHOLM, null, line("ended_at:")),
                                "queue", plain("queue", line("queue:")),
                                "bookkeeping", plain("bookkeeping", line("bookkeeping:")),
                                "booked_on", plain("booked_on", line("      booked_on:")),
                                "processor", plain("processor_for", line("processor:"))),
                        Map.of(
                                "customer",
                                List.of("customer_id"),
                                "user",
                                List.of("user_id", "caller_no"),
                                "invoice",
                                List.of("invoice_id")),
                        new ObjectColumn("object_key", "calls/", null, false, line("prefix: calls/")),
                        false,
                        List.of(),
                        false,
                        line("table: call_recording")));
        assertThat(calls.children()).singleElement().satisfies(child -> {
            assertThat(child.role()).isEqualTo("transcripts");
            assertThat(child.quoted()).isEqualTo("`partnersec`.`call_transcript`");
            assertThat(child.key()).isEqualTo("id");
            assertThat(child.parent()).isEqualTo("recording_id");
            assertThat(child.foreignKey()).isTrue();
            assertThat(child.columns()).isEmpty();
            assertThat(child.objects()).isNull();
        });
        assertThat(calls.parents()).isEmpty();
        assertThat(calls.facts()).isEmpty();
    }

    @Test
    void reads_every_value_of_the_shipped_chats() {
        CategoryMapping chats = shipped.table(CategoryIds.CHAT_LOGS);
        assertThat(chats.record().quoted()).isEqualTo("`partnersec`.`chat_conversation`");
        assertThat(chats.record().key()).isEqualTo("id");
        assertThat(chats.record().columns())
                .containsOnlyKeys("closed_at", "last_message_at", "bookkeeping", "booked_on", "processor");
        assertThat(times(chats.record(), "closed_at")).isEqualTo("closed_ms MILLISECONDS");
        assertThat(times(chats.record(), "last_message_at")).isEqualTo("last_message_ms MILLISECONDS");
        assertThat(times(chats.record(), "processor")).isEqualTo("processor_for null");
        assertThat(times(chats.record(), "bookkeeping")).isEqualTo("bookkeeping null");
        assertThat(times(chats.record(), "booked_on")).isEqualTo("booked_on null");
        assertThat(chats.record().scopes())
                .isEqualTo(Map.of(
                        "customer", List.of("customer_id"),
                        "user", List.of("user_id"),
                        "invoice", List.of("invoice_id")));
        assertThat(chats.record().objects()).isNull();
        assertThat(chats.children()).extracting(TableMapping::role).containsExactly("messages", "attachments");
        TableMapping messages = chats.children().get(0);
        assertThat(List.of(messages.table(), messages.key(), String.valueOf(messages.parent())))
                .containsExactly("chat_message", "id", "conversation_id");
        assertThat(times(messages, "sent_at")).isEqualTo("sent_ms MILLISECONDS");
        TableMapping attachments = chats.children().get(1);
        assertThat(List.of(attachments.table(), attachments.key(), String.valueOf(attachments.parent())))
                .containsExactly("chat_attachment", "id", "conversation_id");
        assertThat(attachments.objects())
                .isEqualTo(new ObjectColumn("object_key", "chats/", null, false, line("prefix: chats/")));
        assertThat(chats.withObjects()).containsExactly(attachments);
    }

    @Test
    void reads_every_value_of_the_shipped_ip_log_and_the_identities() {
        TableMapping ips = shipped.table(CategoryIds.IP_LOGS).record();
        assertThat(ips.quoted()).isEqualTo("`partnersec`.`ip_log`");
        assertThat(ips.key()).isEqualTo("id");
        assertThat(ips.columns()).containsOnlyKeys("seen_at", "processor");
        assertThat(ips.column("seen_at"))
                .isEqualTo(new ColumnMapping("seen_at", ZoneId.of("UTC"), null, line("seen_at:")));
        assertThat(times(ips, "processor")).isEqualTo("processor_for null");
        assertThat(ips.scopes()).isEqualTo(Map.of("customer", List.of("customer_id"), "user", List.of("user_id")));
        assertThat(shipped.tables())
                .containsOnlyKeys(Categories.registry().requirements().roles().keySet());
        assertThat(identity(ScopeType.CUSTOMER)).isEqualTo("`partnersec`.`customer` id [customer_no, org_no]");
        assertThat(identity(ScopeType.USER)).isEqualTo("`partnersec`.`user_account` id [user_name, email, phone]");
        assertThat(identity(ScopeType.INVOICE)).isEqualTo("`partnersec`.`invoice` id [invoice_no, ocr]");
        assertThat(shipped.identities()).hasSize(3);
        assertThat(shipped.file()).endsWith("sources.yml");
    }

    @Test
    void reads_every_value_of_the_shipped_blocks_and_newsletter() {
        CategoryMapping blocks = shipped.table(CategoryIds.FRAUD_ADDRESSES);
        assertThat(blocks.record().quoted()).isEqualTo("`partnersec`.`blocked_address`");
        assertThat(blocks.record().key()).isEqualTo("id");
        assertThat(blocks.record().columns())
                .containsOnlyKeys(
                        "lifted_at",
                        "blocked_until_on",
                        "review_by_on",
                        "processor",
                        "address",
                        "reason",
                        "blocked_at");
        assertThat(times(blocks.record(), "address")).isEqualTo("address null");
        assertThat(times(blocks.record(), "reason")).isEqualTo("reason null");
        assertThat(wallClock(blocks.record(), "blocked_at")).isEqualTo("blocked_at Europe/Stockholm");
        assertThat(times(blocks.children().get(0), "indicator")).isEqualTo("indicator null");
        assertThat(wallClock(blocks.record(), "lifted_at")).isEqualTo("lifted_at Europe/Stockholm");
        assertThat(times(blocks.record(), "blocked_until_on")).isEqualTo("blocked_until null");
        assertThat(times(blocks.record(), "review_by_on")).isEqualTo("review_by null");
        assertThat(times(blocks.record(), "processor")).isEqualTo("processor_for null");
        assertThat(blocks.record().scopes()).isEmpty();
        assertThat(blocks.children())
                .extracting(c -> c.role() + " " + c.table() + " " + c.key() + " " + c.parent())
                .containsExactly("messages quarantined_message id blocked_id");
        TableMapping letters = shipped.table(CategoryIds.NEWSLETTER).record();
        assertThat(letters.quoted()).isEqualTo("`partnersec`.`newsletter_subscription`");
        assertThat(letters.key()).isEqualTo("id");
        assertThat(letters.columns()).containsOnlyKeys("given_at", "withdrawn_at", "email", "channel", "processor");
        assertThat(wallClock(letters, "given_at")).isEqualTo("subscribed_at Europe/Stockholm");
        assertThat(wallClock(letters, "withdrawn_at")).isEqualTo("withdrawn_at Europe/Stockholm");
        assertThat(times(letters, "email")).isEqualTo("email null");
        assertThat(times(letters, "channel")).isEqualTo("channel null");
        assertThat(times(letters, "processor")).isEqualTo("processor_for null");
        assertThat(letters.scopes()).isEqualTo(Map.of("user", List.of("user_id", "email")));
    }

    @Test
    void reads_every_value_of_the_shipped_leads_and_web_visits() {
        TableMapping leads = shipped.table(CategoryIds.LEADS).record();
        assertThat(leads.quoted()).isEqualTo("`partnersec`.`sales_lead`");
        assertThat(leads.key()).isEqualTo("id");
        assertThat(leads.columns()).containsOnlyKeys("collected_at", "processor");
        assertThat(wallClock(leads, "collected_at")).isEqualTo("collected_at UTC");
        assertThat(times(leads, "processor")).isEqualTo("processor_for null");
        assertThat(leads.scopes()).isEqualTo(Map.of("customer", List.of("customer_id")));
        TableMapping visits = shipped.table(CategoryIds.WEB_VISITS).record();
        assertThat(visits.quoted()).isEqualTo("`partnersec`.`web_visit`");
        assertThat(visits.key()).isEqualTo("id");
        assertThat(visits.columns()).containsOnlyKeys("collected_at", "processor");
        assertThat(times(visits, "collected_at")).isEqualTo("visited_ms MILLISECONDS");
        assertThat(times(visits, "processor")).isEqualTo("processor_for null");
        assertThat(visits.scopes()).isEqualTo(Map.of("user", List.of("user_id")));
    }

    @Test
    void reads_where_the_books_are_compared_with() {
        BooksMapping books = Objects.requireNonNull(shipped.books());
        assertThat(books.table().quoted()).isEqualTo("`partnersec`.`invoice`");
        assertThat(books.table().key()).isEqualTo("id");
        assertThat(java.util.stream.Stream.of("series", "number", "booked_on", "amount", "invoice_no")
                        .map(books::column))
                .containsExactly("`voucher_series`", "`voucher_no`", "`booked_on`", "`amount_ore`", "`invoice_no`");
        assertThat(books.maxAgeHours()).isNull();
        assertThat(books.maxDropPercent()).isNull();
    }

    @Test
    void reads_how_much_the_books_are_trusted_and_refuses_what_is_no_limit() {
        String text = """
                schema: s
                identities: {}
                categories: {ip-logs: {table: t, key: id, columns: {seen_at: {column: x, zone: UTC}}, scopes: none, because: rows name nobody}}
                books:
                  table: i
                  key: id
                  columns: {series: a, number: b, booked_on: c, amount: d, invoice_no: e}
                  max-age-hours: 36
                  max-drop-percent: 5
                """;
        BooksMapping books = Objects.requireNonNull(parse(text, DemoNeeds.ALL).books());
        assertThat(books.maxAgeHours()).isEqualTo(36);
        assertThat(books.maxDropPercent()).isEqualTo(5);
        assertThat(parse(text.replace(": 36", ": 37"), DemoNeeds.ALL).canonical())
                .isNotEqualTo(parse(text, DemoNeeds.ALL).canonical());
        assertThat(parse(text.substring(0, text.indexOf("books:")), DemoNeeds.ALL)
                        .books())
                .isNull();
        for (String fault : List.of(
                "max-age-hours: 0|sources.yml:8: 'max-age-hours' in 'books' must lie between 1 and 8760, was 0",
                "max-age-hours: a day|sources.yml:8: 'max-age-hours' in 'books' must be a whole number",
                "colour: red|sources.yml:8: unknown key 'colour'")) {
            String broken = text.replace("max-age-hours: 36", fault.substring(0, fault.indexOf('|')));
            assertThatThrownBy(() -> parse(broken, DemoNeeds.ALL))
                    .hasMessageContaining(fault.substring(fault.indexOf('|') + 1));
        }
        assertThatThrownBy(() -> parse(text.replace("amount: d, ", ""), DemoNeeds.ALL))
                .hasMessageContaining("'amount' is missing");
        assertThatThrownBy(() -> parse(text.replace("amount: d", "amount: {column: d, values: {J: 1}}"), DemoNeeds.ALL))
                .hasMessageContaining("'amount' of the books must be a plain column");
    }

    @Test
    void several_legal_entities() {
        String entities = """
                entities:
                  ps: {name: Tele AB, org-no: 559900-0001}
                  norr: {name: Norr AB, org-no: "165599000002"}
                """;
        String shipped = shipped();
        String text = shipped.replace("identities:\n", entities + "identities:\n")
                .replace(
                        "    series: voucher_series\n",
                        "    series: voucher_series\n    entity: {column: e, values: {1: ps}}\n")
                .replace("  chat-logs:\n", "  chat-logs:\n    entity: norr\n");
        SourceMapping sources = parse(text, DemoNeeds.ALL);
        assertThat(sources.entities().numbered("5599000002"))
                .hasValueSatisfying(each -> assertThat(each.code()).isEqualTo("norr"));
        assertThat(sources.table(CategoryIds.CHAT_LOGS).entity()).isEqualTo("norr");
        assertThat(parse(text.replace("Norr AB", "Syd AB"), DemoNeeds.ALL).canonical())
                .as("part of the fingerprint")
                .isNotEqualTo(sources.canonical());
        for (String fault : List.of(
                "  norr: {name: Norr AB, org-no: \"165599000002\"}\n||entities must name at least two legal entities",
                "norr: {|Norr: {|legal entity 'Norr' must be a short word",
                "\"165599000002\"|55990|'org-no' of norr must have ten digits, was '55990'",
                "\"165599000002\"|559900-0001|norr has the organisation number of an entity before it",
                ", org-no: 559900-0001||'org-no' is missing",
                "entity: norr|entity: syd|'syd' is no legal entity under entities (ps, norr)",
                "    entity: {column: e, values: {1: ps}}\n||books needs the column entity",
                "values: {1: ps}|values: {1: syd}|'syd'")) {
            String[] parts = fault.split("\\|", -1);
            assertThat(text).contains(parts[0]);
            assertThatThrownBy(() -> parse(text.replace(parts[0], parts[1]), DemoNeeds.ALL))
                    .hasMessageContaining(parts[2]);
        }
        assertThatThrownBy(() -> parse(
                        text.replace(
                                "      closed_at: {column: closed_ms",
                                "      entity: e\n      closed_at: {column: closed_ms"),
                        DemoNeeds.ALL))
                .hasMessageContaining("chat-logs says the legal entity by entity and by a column");
        assertThatThrownBy(() ->
                        parse(shipped.replace("  chat-logs:\n", "  chat-logs:\n    entity: norr\n"), DemoNeeds.ALL))
                .hasMessageContaining("'norr' is no legal entity");
    }

    private static String shipped() {
        try {
            return Files.readString(SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void reads_parents_facts_and_what_is_accepted_by_name() {
        DataCategory users = CategoryIds.USER_DATA;
        SourceMapping sources =
                parse("""
                identities: {}
                categories:
                  user-data:
                    schema: crm
                    table: account
                    key: no
                    triggers: accepted
                    parents:
                      customer: {schema: erp, table: client, key: nr, column: client_nr}
                    facts:
                      contracts: {table: deal, key: id, parent: client_nr, of: customer, foreign_key: none, columns: {end_on: ends}}
                      logins: {table: login, key: id, parent: account_no, columns: {seen_at: {column: at, unit: seconds}}}
                    objects: {column: photo, prefix: faces/, bucket: my-faces, unguarded_delete: accepted}
                    children:
                      devices: {schema: iot, table: device, key: mac, parent: account_no, foreign_key: none}
                    scopes: none
                    because: an account names nobody
                """, Map.of(users, new RequiredRoles(Set.of("contracts/end_on"), Set.of("logins/seen_at"))));
        CategoryMapping table = sources.table(users);
        assertThat(table.record().triggersAccepted()).isTrue();
        assertThat(table.record().parent()).isNull();
        assertThat(table.record().columns()).isEqualTo(Map.of("parent:customer", plain("client_nr", 9)));
        assertThat(table.record().objects()).isEqualTo(new ObjectColumn("photo", "faces/", "my-faces", true, 13));
        assertThat(table.parents()).singleElement().satisfies(parent -> {
            assertThat(parent.quoted()).isEqualTo("`erp`.`client`");
            assertThat(parent.key()).isEqualTo("nr");
            assertThat(parent.parent()).isNull();
        });
        assertThat(table.facts())
                .extracting(f -> f.schema() + " " + f.parent() + " " + f.parentOf() + " " + f.foreignKey())
                .containsExactly("crm client_nr customer false", "crm account_no null true");
        assertThat(table.children().get(0).quoted()).isEqualTo("`iot`.`device`");
        assertThat(table.children().get(0).foreignKey()).isFalse();
    }

    @Test
    void the_fingerprint_text_does_not_depend_on_order_and_layout_but_on_every_value() {
        String one = """
                schema: s
                identities:
                  customer: {table: c, key: id, aliases: [a, b]}
                  user: {table: u, key: id}
                categories:
                  ip-logs: {table: t, key: id, columns: {seen_at: {column: x, zone: UTC}, processor: p}, scopes: none, because: rows name nobody}
                """;
        String same = """
                # another layout
                categories:
                  ip-logs:
                    columns:
                      processor: p
                      seen_at: {zone: UTC, column: x}
                    key: id
                    table: t
                    scopes: none
                    because: rows name nobody, as said elsewhere
                identities:
                  user: {key: id, table: u}
                  customer: {aliases: [b, a], key: id, table: c}
                schema: "s"
                """;
        String text = parse(one, DemoNeeds.ALL).canonical();
        assertThat(parse(same, DemoNeeds.ALL).canonical()).isEqualTo(text);
        for (String change :
                List.of("schema: s2", "table: t2", "zone: Europe/Stockholm", "processor: p2", "key: id2")) {
            String old = change.replaceFirst("2$|Europe/Stockholm$", "").strip();
            String changed = one.replaceFirst(old.equals("zone:") ? "zone: UTC" : old, change);
            assertThat(changed).isNotEqualTo(one);
            assertThat(parse(changed, DemoNeeds.ALL).canonical()).isNotEqualTo(text);
        }
    }

    @Test
    void the_fingerprint_text_depends_on_what_the_words_of_a_column_mean() {
        String text = """
                schema: s
                identities: {}
                categories:
                  ip-logs:
                    table: t
                    key: id
                    columns: {seen_at: {column: x, zone: UTC}, processor: {column: p, values: {J: 1, N: 0}}}
                    scopes: none
                    because: rows name nobody
                """;
        SourceMapping sources = parse(text, DemoNeeds.ALL);
        ColumnMapping processor = Objects.requireNonNull(
                sources.table(CategoryIds.IP_LOGS).record().column("processor"));
        assertThat(processor.values()).isEqualTo(Map.of("J", "1", "N", "0"));
        assertThat(parse(text.replace("J: 1, N: 0", "N: 0, J: 1"), DemoNeeds.ALL)
                        .canonical())
                .isEqualTo(sources.canonical());
        assertThat(parse(text.replace("N: 0", "N: 1"), DemoNeeds.ALL).canonical())
                .isNotEqualTo(sources.canonical());
    }

    @Test
    void names_all_faults_at_once_with_their_lines() {
        assertThatThrownBy(() -> parse("""
                        schema: mysql
                        identities: {customer: {table: c, key: "a.b"}}
                        categories:
                          ip-logs:
                            table: "rec; drop table x"
                            key: id
                            columns: {seen_at: {column: x, zone: Mars/Olympus}}
                            colour: red
                        """, DemoNeeds.ALL))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.faults())
                                .extracting(ConfigProblem::line)
                                .contains(1, 2, 5, 7, 8))
                .hasMessageContaining("sources.yml:5: 'rec; drop table x' in 'table' is no plain name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Åland", "UserAccount", "2fa", "konto$1", "пользователь", "order", "_", "SIXTY_FOUR"})
    void reads_names_as_a_database_may_have_them(String name) throws IOException {
        String table = name.equals("SIXTY_FOUR") ? "å".repeat(64) : name;
        String text = Files.readString(SHIPPED)
                .replace("customer: {table: customer, key: id, a", "customer: {table: " + table + ", key: id, a");
        assertThat(Objects.requireNonNull(
                                parse(text, DemoNeeds.ALL).identities().get(ScopeType.CUSTOMER))
                        .table()
                        .quoted())
                .isEqualTo("`partnersec`.`" + table + "`");
    }

    private static SourceMapping parse(String text, Map<DataCategory, RequiredRoles> needs) {
        return SourceMappingReader.parse("sources.yml", text.getBytes(StandardCharsets.UTF_8), needs);
    }

    private String identity(ScopeType kind) {
        SourceMapping.Identity identity =
                Objects.requireNonNull(shipped.identities().get(kind));
        return identity.table().quoted() + " " + identity.table().key() + " " + identity.aliases();
    }

    private static ColumnMapping plain(String column, int line) {
        return new ColumnMapping(column, null, null, line);
    }

    private static String wallClock(TableMapping table, String role) {
        ColumnMapping column = Objects.requireNonNull(table.column(role));
        return column.column() + " " + column.zone();
    }

    private static String times(TableMapping table, String role) {
        ColumnMapping column = Objects.requireNonNull(table.column(role));
        EpochUnit unit = column.unit();
        return column.column() + " " + unit;
    }

    /** The first line of the shipped file that holds a text, comments left out. */
    private static int line(String text) {
        try {
            List<String> lines = Files.readAllLines(SHIPPED);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(text) && !lines.get(i).startsWith("#")) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no '" + text + "' in " + SHIPPED);
    }
}

package se.partnersec.gallra.config.mappingfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;

/** What of a mapping lets records go that stayed by the one before, and what just does not. */
class MappingComparisonTest {
    private static final String SHIPPED = shipped();

    private static String shipped() {
        try {
            return Files.readString(Path.of("..", "..", "job-config", "sources.yml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MappingComparison terms(String yaml, DataCategory category) {
        String canonical = SourceMappingReader.parse(
                        "sources.yml", yaml.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL)
                .canonical();
        return MappingComparison.of(canonical, category);
    }

    private static boolean looser(DataCategory category, String was, String is) {
        assertThat(SHIPPED).contains(was);
        return terms(SHIPPED.replace(was, is), category).looserThan(terms(SHIPPED, category));
    }

    private static boolean looser(DataCategory category, String becomes) {
        String[] words = becomes.split(" > ", -1);
        return looser(category, words[0], words[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip-logs | {column: seen_at, zone: UTC} > {column: seen_at, zone: Europe/Stockholm}",
                "ip-logs | {column: seen_at, zone: UTC} > {column: logged_at, zone: UTC}",
                "chat-logs | {column: last_message_ms, unit: milliseconds} > {column: last_message_ms, unit: seconds}",
                "chat-logs | {column: sent_ms, unit: milliseconds} > {column: sent_ms, unit: seconds}",
                "call-recordings | bookkeeping: bookkeeping > bookkeeping: {column: bookkeeping, values: {F: NONE}}",
                "call-recordings | table: call_recording > table: call_recording_copy",
                "call-recordings | user: [user_id, caller_no] > user: [user_id]",
                "call-recordings | user: [user_id, caller_no] > user: [caller_no, user_id]",
                "ip-logs | aliases: [user_name, email, phone] > aliases: [user_name, phone]",
                "ip-logs | schema: partnersec > schema: elsewhere",
            })
    void another_reading_or_a_shorter_reach_is_looser(DataCategory category, String becomes) {
        assertThat(looser(category, becomes)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Further ways for holds to reach a record.
                "ip-logs | aliases: [user_name, email, phone] > aliases: [user_name, email, phone, nick]",
                "call-recordings | user: [user_id, caller_no] > user: [user_id, caller_no, called_no]",
                // What is counted, and what becomes of records.
                "ip-logs | groups: {service: service} > groups: {service: protocol}",
                "call-recordings | prefix: calls/ > prefix: voice/",
                // Another category's.
                "call-recordings | {column: seen_at, zone: UTC} > {column: logged_at, zone: UTC}",
                "ip-logs | user: [user_id, caller_no] > user: [user_id]",
            })
    void what_reads_the_same_and_reaches_as_far_is_not(DataCategory category, String becomes) {
        assertThat(looser(category, becomes)).isFalse();
    }

    @Test
    void the_order_of_a_file_says_nothing_and_every_mapped_category_has_terms() {
        for (DataCategory category : SourceMappingReader.parse(
                        "sources.yml", SHIPPED.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL)
                .tables()
                .keySet()) {
            MappingComparison terms = terms(SHIPPED, category);
            assertThat(terms.decides())
                    .as(category.id())
                    .anyMatch(line -> line.startsWith("record " + category.id() + ": record"));
            assertThat(terms.decides()).noneMatch(line -> line.contains("statistic"));
            assertThat(terms.reaches()).anyMatch(line -> line.contains("alias org_no"));
            assertThat(terms.differences(terms)).isEmpty();
        }
    }

    @Test
    void says_what_differs_line_by_line() {
        MappingComparison before = terms(SHIPPED, CategoryIds.IP_LOGS);
        MappingComparison now = terms(
                SHIPPED.replace("{column: seen_at, zone: UTC}", "{column: seen_at, zone: Europe/Stockholm}"),
                CategoryIds.IP_LOGS);
        assertThat(now.differences(before))
                .isEqualTo(List.of(
                        "- record ip-logs: column seen_at: seen_at, zone UTC",
                        "+ record ip-logs: column seen_at: seen_at, zone Europe/Stockholm"));
    }

    /** By which fiscal years records are kept is what a hold of the Bookkeeping Act rests on. */
    @Test
    void legal_entities_decide_for_every_category() {
        String entities = """
                entities:
                  ps: {name: Tele AB, org-no: 559900-0001}
                  norr: {name: Norr AB, org-no: 559900-0002}
                """;
        String books = "    series: voucher_series\n";
        String group = SHIPPED.replace("identities:\n", entities + "identities:\n")
                .replace(books, books + "    entity: {column: e, values: {1: ps, 2: norr}}\n");
        for (DataCategory category : List.of(CategoryIds.INVOICES, CategoryIds.CHAT_LOGS, CategoryIds.IP_LOGS)) {
            assertThat(terms(group, category).looserThan(terms(SHIPPED, category)))
                    .as(category.id())
                    .isTrue();
        }
        String fixed = group.replace("  chat-logs:\n", "  chat-logs:\n    entity: ps\n");
        assertThat(terms(fixed, CategoryIds.CHAT_LOGS).differences(terms(group, CategoryIds.CHAT_LOGS)))
                .containsExactly("+ record chat-logs: entity ps");
        assertThat(terms(fixed, CategoryIds.IP_LOGS).differences(terms(group, CategoryIds.IP_LOGS)))
                .isEmpty();
        assertThat(terms(group.replace("Norr AB", "Syd AB"), CategoryIds.INVOICES)
                        .looserThan(terms(group, CategoryIds.INVOICES)))
                .isTrue();
    }

    /** A kind of line that is thought of later decides until somebody says that it does not. */
    @Test
    void what_is_not_known_decides() {
        String canonical = SourceMappingReader.parse(
                        "sources.yml", SHIPPED.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL)
                .canonical();
        String later = canonical.replaceFirst("(record\tip-logs.*\n)", "$1something new\t1\n");
        assertThat(MappingComparison.of(later, CategoryIds.IP_LOGS)
                        .looserThan(MappingComparison.of(canonical, CategoryIds.IP_LOGS)))
                .isTrue();
    }
}

package se.partnersec.gallra.config.mappingfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.rules.StatisticTiming;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.StatisticPeriod;
import se.partnersec.gallra.testing.CategoryIds;

class StatisticMappingReaderTest {
    private static final String IP_LOGS = """
            schema: s
            identities:
              user: {table: u, key: id}
            categories:
              ip-logs:
                table: t
                key: id
                columns: {seen_at: {column: x, zone: UTC}}
                scopes: {user: [user_id]}
                objects: {column: o, prefix: o/}
                statistics:
                  table: counted
                  key: id
                  per: day
                  columns: {period_on: day_on, count: n}
                  groups: {service: service}
            """;

    private static SourceMapping parse(String text) {
        return SourceMappingReader.parse("sources.yml", text.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL);
    }

    private static CategoryMapping.Statistics of(SourceMapping sources, DataCategory category) {
        return Objects.requireNonNull(sources.table(category).statistics());
    }

    @Test
    void reads_every_value_of_the_shipped_statistics() throws IOException {
        SourceMapping shipped = parse(Files.readString(Path.of("..", "..", "job-config", "sources.yml")));
        CategoryMapping.Statistics chats = of(shipped, CategoryIds.CHAT_LOGS);
        assertThat(chats.table().quoted()).isEqualTo("`partnersec`.`chat_statistic`");
        assertThat(chats.per()).isEqualTo(StatisticPeriod.MONTH);
        assertThat(chats.by()).isEqualTo("last_message_at");
        assertThat(chats.person()).isEqualTo("user_id");
        assertThat(chats.periodColumn() + " " + chats.countColumn()).isEqualTo("month_on conversations");
        assertThat(chats.groups())
                .singleElement()
                .satisfies(
                        group -> assertThat(group.column() + " " + group.of()).isEqualTo("topic topic"));
        assertThat(chats.floor()).isEqualTo(5);
        CategoryMapping.Statistics logs = of(shipped, CategoryIds.IP_LOGS);
        assertThat(logs.table().quoted() + " " + logs.per() + " " + logs.by())
                .isEqualTo("`partnersec`.`ip_log_statistic` DAY seen_at");
        assertThat(logs.periodColumn() + " " + logs.countColumn() + " "
                        + logs.groups().get(0).of())
                .isEqualTo("day_on requests service");
        CategoryMapping.Statistics calls = of(shipped, CategoryIds.CALL_RECORDINGS);
        assertThat(calls.table().quoted() + " " + calls.per() + " " + calls.by())
                .isEqualTo("`partnersec`.`call_statistic` DAY ended_at");
        assertThat(calls.periodColumn() + " " + calls.countColumn() + " "
                        + calls.groups().get(0).column() + " "
                        + calls.groups().get(0).of())
                .isEqualTo("day_on calls queue_name queue");
        assertThat(shipped.tables().values().stream()
                        .filter(source -> source.statistics() != null)
                        .count())
                .isEqualTo(3);
        assertThat(StatisticTiming.problems(shipped, ShippedPolicy.POLICY)).isEmpty();
    }

    @Test
    void a_mapping_without_statistics_or_without_groups_is_a_mapping() {
        SourceMapping without = parse(IP_LOGS.substring(0, IP_LOGS.indexOf("    statistics:")));
        assertThat(without.table(CategoryIds.IP_LOGS).statistics()).isNull();
        SourceMapping whole = parse(IP_LOGS.replace("      groups: {service: service}\n", "      floor: 8\n"));
        assertThat(of(whole, CategoryIds.IP_LOGS).groups()).isEmpty();
        assertThat(of(whole, CategoryIds.IP_LOGS).floor()).isEqualTo(8);
        assertThat(whole.canonical()).isNotEqualTo(parse(IP_LOGS).canonical()).isNotEqualTo(without.canonical());
    }

    private record Case(String old, String changed, String words) {}

    @TestFactory
    Stream<DynamicTest> refuses_what_could_tell_persons_apart_or_what_nobody_can_count() {
        String per = "      per: day\n";
        return Stream.of(
                        new Case("per: day", "per: week", "must be day or month, was 'week'"),
                        new Case(per, "", "'per' is missing in 'statistics'"),
                        new Case(per, per + "      by: closed_at\n", "are counted: seen_at, was 'closed_at'"),
                        new Case(per, per + "      floor: 4\n", "must be at least 5 persons, was 4"),
                        new Case(per, per + "      floor: few\n", "must be a whole number"),
                        new Case(per, per + "      total: n\n", "unknown key 'total' in 'statistics'"),
                        new Case("count: n", "counts: n", "unknown key 'counts'"),
                        new Case("count: n", "count: \"n; x\"", "is no plain name"),
                        new Case("service: service", "who: user_id", "'user_id' says which or whose record it is"),
                        new Case("service: service", "who: id", "'id' says which or whose record it is"),
                        new Case("service: service", "who: o", "'o' says which or whose record it is"),
                        new Case("table: counted", "table: t", "is mapped as ip-logs too"),
                        new Case("table: counted", "table: u", "is mapped as user too"),
                        new Case("    scopes: {user: [user_id]}\n", "", "needs the record's scope 'user'"))
                .map(c -> DynamicTest.dynamicTest(c.words(), () -> {
                    String text = IP_LOGS.replace(c.old(), c.changed());
                    assertThat(text).isNotEqualTo(IP_LOGS);
                    assertThatThrownBy(() -> parse(text))
                            .isInstanceOfSatisfying(
                                    ConfigException.class,
                                    refused -> assertThat(refused.faults())
                                            .allSatisfy(problem ->
                                                    assertThat(problem.line()).isPositive()))
                            .hasMessageContaining(c.words());
                }));
    }

    @Test
    void refuses_categories_whose_rows_do_not_tell_when_they_began() {
        String block = """
                categories:
                  fraud-addresses:
                    table: b
                    key: id
                    columns: {lifted_at: {column: x, zone: UTC}}
                    scopes: {user: [user_id]}
                    statistics: {table: c, key: id, per: day, columns: {period_on: d, count: n}}
                """;
        assertThatThrownBy(() -> parse("schema: s\nidentities: {user: {table: u, key: id}}\n" + block))
                .hasMessageContaining("fraud-addresses cannot be counted by period");
    }

    @Test
    void a_month_of_recordings_is_refused_at_its_line_because_the_first_go_before_it_is_over() throws IOException {
        String shipped = Files.readString(Path.of("..", "..", "job-config", "sources.yml"));
        String monthly = shipped.replace(
                "call_statistic\n      key: id\n      per: day", "call_statistic\n      key: id\n      per: month");
        assertThat(StatisticTiming.problems(parse(monthly), ShippedPolicy.POLICY))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(monthly.lines().toList().get(problem.line() - 1)).contains("table: call_statistic");
                    assertThat(problem.message())
                            .contains("'statistics' of call-recordings are counted per month", "say per: day");
                });
    }

    /** The policy rests statistics about traffic data on a consent of which no mapping tells. */
    @Test
    void traffic_data_cannot_be_counted() {
        assertThat(Stream.of(CategoryIds.TRAFFIC_DATA, CategoryIds.EMAIL_TRAFFIC, CategoryIds.MARKETING_TRAFFIC)
                        .map(each ->
                                Objects.requireNonNull(DemoNeeds.ALL.get(each)).starts()))
                .allMatch(List::isEmpty);
    }
}

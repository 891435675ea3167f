package se.partnersec.gallra.config.rules;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.RetentionRule.Disposition;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.testing.CategoryIds;

/** Binds the shipped policy and asserts each value of it, so that a changed rule is a changed test. */
class PolicyReaderTest {

    private static final Path SHIPPED = Path.of("..", "..", "job-config", "policy.yml");
    private static final Period NONE = Period.ZERO;

    private final RetentionPolicy policy = PolicyReader.read(SHIPPED, CategoryIds.KNOWN);

    @Test
    void ships_the_timing_of_every_category() {
        Map<DataCategory, RetentionRule.Timing> timings = CategoryIds.ALL.stream()
                .collect(Collectors.toMap(c -> c, c -> policy.rule(c).timing()));
        assertThat(timings.remove(CategoryIds.CREDENTIALS))
                .isEqualTo(new RetentionRule.Timing(Kind.AFTER, days(30), 0, 2, NONE, months(23)));
        assertThat(timings)
                .isEqualTo(Map.ofEntries(
                        entry(
                                CategoryIds.CALL_RECORDINGS,
                                new RetentionRule.Timing(Kind.RANGE, days(28), 1, 0, days(3), days(28))),
                        entry(
                                CategoryIds.CHAT_LOGS,
                                new RetentionRule.Timing(Kind.AFTER, days(60), 0, 2, days(60), days(60))),
                        entry(
                                CategoryIds.IP_LOGS,
                                new RetentionRule.Timing(Kind.MAX, days(180), 7, 0, NONE, days(180))),
                        entry(
                                CategoryIds.IP_LOG_FILES,
                                new RetentionRule.Timing(Kind.MAX, days(180), 7, 0, NONE, days(180))),
                        entry(CategoryIds.TRAFFIC_DATA, usage()),
                        entry(CategoryIds.EMAIL_TRAFFIC, usage()),
                        entry(
                                CategoryIds.USER_DATA,
                                new RetentionRule.Timing(Kind.MAX, months(24), 14, 0, NONE, months(24))),
                        entry(
                                CategoryIds.FRAUD_ADDRESSES,
                                new RetentionRule.Timing(Kind.WHILE, days(30), 0, 2, NONE, days(30))),
                        entry(CategoryIds.NEWSLETTER, new RetentionRule.Timing(Kind.WHILE, NONE, 0, 3, NONE, NONE)),
                        entry(
                                CategoryIds.MARKETING_TRAFFIC,
                                new RetentionRule.Timing(Kind.WHILE, NONE, 0, 3, NONE, NONE)),
                        entry(
                                CategoryIds.INVOICES,
                                new RetentionRule.Timing(Kind.AFTER, years(7), 0, 30, years(7), years(7))),
                        entry(CategoryIds.LEADS, new RetentionRule.Timing(Kind.WHILE, NONE, 0, 0, NONE, months(24))),
                        entry(
                                CategoryIds.WEB_VISITS,
                                new RetentionRule.Timing(Kind.WHILE, NONE, 0, 0, NONE, months(24)))));
    }

    private static RetentionRule.Timing usage() {
        return new RetentionRule.Timing(Kind.WHILE, months(6), 0, 2, months(6), months(6));
    }

    private static Period years(int n) {
        return Period.ofYears(n);
    }

    @Test
    void spreads_only_the_invoices_that_come_free_together() {
        assertThat(CategoryIds.ALL.stream().filter(c -> policy.rule(c).spread() > 0))
                .containsExactly(CategoryIds.INVOICES);
        assertThat(policy.rule(CategoryIds.INVOICES).spread()).isEqualTo(20);
    }

    @Test
    void ships_start_events_and_actions() {
        assertThat(CategoryIds.ALL.stream()
                        .map(c -> policy.rule(c).bounds().start().word()))
                .containsExactly(
                        "call ended",
                        "closed or last message",
                        "collected",
                        "collected",
                        "claim settled",
                        "claim settled",
                        "last contract ended",
                        "block lifted",
                        "consent withdrawn",
                        "consent withdrawn",
                        "fiscal year ended",
                        "collected",
                        "collected",
                        "last contract ended");
        assertThat(CategoryIds.ALL.stream().filter(c -> policy.rule(c).disposition() == Disposition.ERASE_OR_ANONYMISE))
                .containsExactly(CategoryIds.TRAFFIC_DATA, CategoryIds.EMAIL_TRAFFIC, CategoryIds.USER_DATA);
        assertThat(CategoryIds.ALL.stream().map(c -> policy.rule(c).reviewBy())).containsOnlyNulls();
    }

    @Test
    void ships_the_grounds() {
        assertGrounds(CategoryIds.CALL_RECORDINGS, "GDPR 6(1)(f)", "GDPR 5(1)(e)");
        assertGrounds(CategoryIds.CHAT_LOGS, "GDPR 6(1)(f)", "GDPR 5(1)(e)");
        assertGrounds(CategoryIds.IP_LOGS, "GDPR 6(1)(f)", "GDPR 5(1)(e); LEK 9 kap. 1 §");
        assertGrounds(
                CategoryIds.TRAFFIC_DATA,
                "GDPR 6(1)(b); GDPR 6(1)(c)",
                "LEK 9 kap. 1–2 §§; BFL 7 kap. 2 §; preskriptionslagen 2 §");
        assertGrounds(CategoryIds.USER_DATA, "GDPR 6(1)(b); GDPR 6(1)(f)", "GDPR 5(1)(e); BFL 7 kap. 2 §");
        assertGrounds(CategoryIds.CREDENTIALS, "GDPR 6(1)(b)", "GDPR 5(1)(c); GDPR 5(1)(e); GDPR 32");
        assertGrounds(CategoryIds.FRAUD_ADDRESSES, "GDPR 6(1)(f); LEK", "GDPR 5(1)(e)");
        assertGrounds(CategoryIds.NEWSLETTER, "GDPR 6(1)(a); GDPR 6(1)(f)", "GDPR 7(3); GDPR 21(3)");
        assertGrounds(CategoryIds.MARKETING_TRAFFIC, "GDPR 6(1)(a)", "LEK 9 kap. 1 §; GDPR 7(3); GDPR 21(3)");
        assertGrounds(CategoryIds.INVOICES, "GDPR 6(1)(c)", "BFL 7 kap. 2 §; SFF 9 kap. 1 §");
        assertGrounds(CategoryIds.LEADS, "GDPR 6(1)(f)", "GDPR 5(1)(e)");
        assertGrounds(CategoryIds.WEB_VISITS, "GDPR 6(1)(a); GDPR 6(1)(f)", "GDPR 5(1)(e)");
    }

    @Test
    void quotes_the_privacy_policy_word_for_word() {
        String privacyPolicy = Texts.file(Path.of("..", "..", "job-config", "privacy-policy.txt"))
                .replaceAll("\\s+", " ");
        Map<DataCategory, String> starts = Map.ofEntries(
                entry(CategoryIds.CALL_RECORDINGS, "De samtal som spelats in"),
                entry(CategoryIds.CHAT_LOGS, "Chattkonversationer med kundtjänst"),
                entry(CategoryIds.IP_LOGS, "Vi sparar information inkommande trafik"),
                entry(CategoryIds.IP_LOG_FILES, "Vi sparar information inkommande trafik"),
                entry(CategoryIds.TRAFFIC_DATA, "Trafikdata (mängd SMS)"),
                entry(CategoryIds.EMAIL_TRAFFIC, "Trafikdata (mängd SMS)"),
                entry(CategoryIds.USER_DATA, "Användardata sparas så länge"),
                entry(CategoryIds.FRAUD_ADDRESSES, "För att begränsa skada"),
                entry(CategoryIds.NEWSLETTER, "Behandling av data får också göras"),
                entry(CategoryIds.MARKETING_TRAFFIC, "Marknadsföring kan ske via"),
                entry(CategoryIds.INVOICES, "Vi behandlar data i syfte att fullgöra"),
                entry(CategoryIds.LEADS, "Vi sparar aldrig data längre"),
                entry(CategoryIds.WEB_VISITS, "genereras genom att våra webbsidor"));
        for (DataCategory category : CategoryIds.ALL) {
            String sentence = policy.rule(category).grounds().sentence();
            // Credentials are part of the user data, and go by the same sentence as what nobody needs any more.
            DataCategory promised = category.equals(CategoryIds.CREDENTIALS) ? CategoryIds.LEADS : category;
            assertThat(sentence).startsWith(starts.get(promised)).endsWith(".");
            assertThat(privacyPolicy).as(category.id()).contains(sentence);
        }
    }

    @Test
    void ships_the_targets_of_the_queues() {
        assertThat(policy.queueTargets())
                .containsExactly(
                        Map.entry("complaints", 28),
                        Map.entry("sales", 3),
                        Map.entry("support", 14),
                        Map.entry("training", 28));
        assertThat(policy.targetOf("sales")).isEqualTo(3);
        assertThat(policy.targetOf("unheard of")).isNull();
        assertThat(policy.unmappedTarget()).isEqualTo(28);
    }

    @Test
    void ships_the_choices_the_rule_book_recommends() {
        assertThat(policy.version()).isEqualTo("2026-11");
        assertThat(policy.choices()).isEqualTo(PolicyChoices.DEFAULT);
        assertThat(PolicyChoices.DEFAULT)
                .isEqualTo(new PolicyChoices(
                        PolicyChoices.OpenClaimKeeps.BILLING_CONTACTS,
                        PolicyChoices.TimeBar.REVIEW,
                        false,
                        7,
                        30,
                        Period.ofYears(10),
                        Period.ofYears(3),
                        months(12)));
    }

    @Test
    void any_change_that_decides_or_promises_is_another_version() {
        String shipped = Texts.file(SHIPPED);
        String before = policy.canonical();
        assertThat(PolicyReader.parse("policy.yml", Texts.bytes(shipped), CategoryIds.KNOWN)
                        .canonical())
                .isEqualTo(before);
        assertThat(PolicyReader.parse("policy.yml", Texts.bytes(shipped.replace("# ", "#  ")), CategoryIds.KNOWN)
                        .canonical())
                .as("a comment changes nothing")
                .isEqualTo(before);
        for (List<String> change : List.of(
                List.of("support: 14", "support: 15"),
                List.of("unmapped-days: 28", "unmapped-days: 27"),
                List.of("lead: P14D", "lead: P13D"),
                List.of("tolerance: P30D", "tolerance: P29D"),
                List.of("sparas i 60 dagar", "sparas i sextio dagar"),
                List.of("time-bar: review", "time-bar: auto"),
                List.of("review-by: not set", "review-by: 2027-05-31"),
                List.of("2026-11", "2026-12"))) {
            String changed = shipped.replace(change.get(0), change.get(1));
            assertThat(PolicyReader.parse("policy.yml", Texts.bytes(changed), CategoryIds.KNOWN)
                            .canonical())
                    .as("%s", change)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void takes_a_ceiling_where_the_sentence_may_be_read_as_one_and_a_period_for_what_has_none() {
        String shipped = Texts.file(SHIPPED);
        RetentionPolicy changed = PolicyReader.parse(
                "policy.yml",
                Texts.bytes(shipped.replace(
                                "kind: AFTER\n    period: P60D\n    tolerance: P2D",
                                "kind: MAX\n    period: P60D\n    lead: P2D")
                        .replace(
                                "kind: WHILE\n    period: none\n    tolerance: P0D",
                                "kind: AFTER\n    period: P1Y\n    tolerance: P2D")),
                CategoryIds.KNOWN);
        assertThat(changed.rule(CategoryIds.CHAT_LOGS).timing())
                .isEqualTo(new RetentionRule.Timing(Kind.MAX, days(60), 2, 0, days(60), days(60)));
        assertThat(changed.rule(CategoryIds.LEADS).hasPeriod()).isTrue();
        assertThat(changed.rule(CategoryIds.LEADS).period()).isEqualTo(Period.ofYears(1));
    }

    @Test
    void the_fingerprint_is_of_policy_and_sources_and_keeps_them_apart() {
        String fingerprint = PolicyFingerprint.of(policy.canonical(), "sources");
        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(PolicyFingerprint.of(policy.canonical(), "sources")).isEqualTo(fingerprint);
        assertThat(PolicyFingerprint.of(policy.canonical(), "sources2")).isNotEqualTo(fingerprint);
        assertThat(PolicyFingerprint.of("ab", "c")).isNotEqualTo(PolicyFingerprint.of("a", "bc"));
        assertThat(PolicyFingerprint.of("", ""))
                .isEqualTo("52f96c26a39ed25108a6db43d6e11c6051eba8a498a5baab1891adfa7ac7c262");
    }

    private void assertGrounds(DataCategory category, String basis, String law) {
        RetentionRule.Grounds grounds = policy.rule(category).grounds();
        assertThat(String.join("; ", grounds.basis())).isEqualTo(basis);
        assertThat(String.join("; ", grounds.law())).isEqualTo(law);
    }

    private static Period days(int days) {
        return Period.ofDays(days);
    }

    private static Period months(int months) {
        return Period.ofMonths(months);
    }
}

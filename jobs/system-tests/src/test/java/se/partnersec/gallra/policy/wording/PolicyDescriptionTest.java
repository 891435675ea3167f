package se.partnersec.gallra.policy.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.OracleFacts;
import se.partnersec.gallra.policy.fact.RandomCases;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.Policies;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.testing.CategoryIds;

class PolicyDescriptionTest {

    private static final Locale SWEDISH = Locale.forLanguageTag("sv-SE");

    private final PolicyDescription swedish = new PolicyDescription(ShippedPolicy.POLICY, SWEDISH);
    private final PolicyDescription english = new PolicyDescription(ShippedPolicy.POLICY, Locale.ENGLISH);

    @Test
    void says_every_rule_with_its_sentence_and_its_law() {
        for (PolicyDescription words : List.of(swedish, english)) {
            String shown = words.show();
            String flowing = shown.replaceAll("\\s+", " ");
            for (DataCategory category : CategoryIds.ALL) {
                RetentionRule rule = ShippedPolicy.POLICY.rule(category);
                assertThat(shown).contains("(" + category.id() + ")");
                assertThat(flowing).contains(rule.grounds().sentence());
                assertThat(flowing).contains(rule.grounds().law());
                assertThat(flowing).contains(rule.grounds().basis());
            }
        }
    }

    @Test
    void speaks_swedish_and_english() {
        assertThat(swedish.rule(CategoryIds.CHAT_LOGS))
                .isEqualTo("Sparas 60 dagar efter stängning eller sista meddelande och tas sedan bort inom 2 dagar.");
        assertThat(english.rule(CategoryIds.CHAT_LOGS))
                .isEqualTo("Kept for 60 days after closing or the last message, then erased within 2 days.");
        assertThat(swedish.rule(CategoryIds.CALL_RECORDINGS))
                .contains("senast 28 dagar efter samtalets slut", "aldrig före utgången av 3 dagar", "sales 3");
        assertThat(english.rule(CategoryIds.USER_DATA))
                .startsWith("Kept while the customer has a contract")
                .contains("by 24 months after the end of the last contract", "14 days before");
        assertThat(english.rule(CategoryIds.TRAFFIC_DATA)).contains("10 years", "3 years", "6 months", "within 2 days");
        assertThat(english.rule(CategoryIds.INVOICES)).contains("7 years after the calendar year");
        assertThat(english.rule(CategoryIds.LEADS)).contains("names no time", "data-protection officer");
    }

    @Test
    void explains_a_hold_with_every_date() {
        Facts chat = OracleFacts.facts(CategoryIds.CHAT_LOGS, "closed_at=2026-01-01T12:00:00+01:00");
        List<Hold> holds = OracleFacts.holds("LEGAL_CLAIM@2026-02-01..2026-03-10?2026-02-15");
        Instant now = OracleFacts.instant("2026-03-05T03:00:00+01:00");
        assertThat(english.explain(chat, holds, now))
                .contains(
                        "Start     2026-01-01 (closing or the last message)",
                        "due from 2026-03-11, to be erased by 2026-03-17",
                        "hold H-1, legal claim, placed 2026-02-01, to be reviewed by 2026-02-15, through",
                        "not reviewed in time",
                        "KEEP through 2026-03-10");
        assertThat(swedish.explain(chat, holds, now))
                .contains("spärr H-1, rättsligt anspråk, lagd 2026-02-01", "BEHÅLLS till och med 2026-03-10");
    }

    @Test
    void explains_what_somebody_must_look_at() {
        Facts nothing = OracleFacts.facts(CategoryIds.IP_LOGS, "");
        assertThat(english.explain(nothing, List.of(), Instant.parse("2026-01-01T00:00:00Z")))
                .contains("KEEP, needs review: its collection is not known; correct it in the source system");
    }

    @Test
    void has_words_for_whatever_is_decided_and_never_leaves_the_terminal() {
        RandomCases cases = new RandomCases(7);
        for (int i = 0; i < 20_000; i++) {
            RandomCases.Case c = cases.next();
            for (PolicyDescription words : List.of(swedish, english)) {
                String text = words.explain(c.facts(), c.holds(), c.now());
                assertThat(text).as("%s", c).doesNotContain("null").doesNotContainPattern("[A-Z]{2,}_[A-Z]");
                assertThat(text.lines()).as(text).allMatch(line -> line.length() <= 100);
            }
        }
        for (PolicyDescription words : List.of(swedish, english)) {
            assertThat(words.show().lines()).allMatch(line -> line.length() <= 100);
        }
    }

    @Test
    void shows_a_review_date_where_one_is_set() {
        RetentionPolicy policy = Policies.with(new RetentionRule(
                CategoryIds.KNOWN.bounds(CategoryIds.LEADS),
                ShippedPolicy.POLICY.rule(CategoryIds.LEADS).timing(),
                RetentionRule.Disposition.ERASE,
                ShippedPolicy.POLICY.rule(CategoryIds.LEADS).grounds(),
                LocalDate.of(2027, 5, 31)));
        assertThat(new PolicyDescription(policy, Locale.ENGLISH).rule(CategoryIds.LEADS))
                .contains("reviewed by 2027-05-31");
    }
}

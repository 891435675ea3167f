package se.partnersec.gallra.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.Policies;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.testing.CategoryIds;

/** What a fingerprint is of can be read again, exactly, or not at all. */
class PolicyParserTest {
    private static final String SHIPPED = ShippedPolicy.POLICY.canonical();

    @Test
    void the_shipped_policy_comes_back_whole() {
        RetentionPolicy back = PolicyParser.parse(SHIPPED, CategoryIds.KNOWN);
        assertThat(back.canonical()).isEqualTo(SHIPPED);
        assertThat(back.queueTargets()).isEqualTo(ShippedPolicy.POLICY.queueTargets());
        for (DataCategory category : CategoryIds.ALL) {
            assertThat(RuleComparison.of(back, category)).isEqualTo(RuleComparison.of(ShippedPolicy.POLICY, category));
        }
    }

    @Test
    void a_review_date_and_a_rule_without_law_come_back_too() {
        RetentionRule leads = ShippedPolicy.POLICY.rule(CategoryIds.LEADS);
        RetentionPolicy dated = Policies.with(new RetentionRule(
                CategoryIds.KNOWN.bounds(CategoryIds.LEADS),
                leads.timing(),
                leads.disposition(),
                new RetentionRule.Grounds(leads.grounds().basis(), List.of(), "en mening = \u201da\u201d"),
                java.time.LocalDate.of(2027, 1, 1)));
        assertThat(PolicyParser.parse(dated.canonical(), CategoryIds.KNOWN).rule(CategoryIds.LEADS))
                .isEqualTo(dated.rule(CategoryIds.LEADS));
    }

    /** A word that cannot be told from the next field must not become another policy. */
    @Test
    void a_sentence_of_two_lines_is_not_guessed_at() {
        RetentionRule leads = ShippedPolicy.POLICY.rule(CategoryIds.LEADS);
        String text = Policies.with(new RetentionRule(
                        CategoryIds.KNOWN.bounds(CategoryIds.LEADS),
                        leads.timing(),
                        leads.disposition(),
                        new RetentionRule.Grounds(leads.grounds().basis(), List.of(), "eins\nzwei"),
                        null))
                .canonical();
        assertThatThrownBy(() -> PolicyParser.parse(text, CategoryIds.KNOWN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "policy\n", "policy\n2026-11\n", "kwy"})
    void what_is_no_text_of_ours_is_refused(String text) {
        assertThatThrownBy(() -> PolicyParser.parse(text, CategoryIds.KNOWN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** As an earlier version of the program would have written it. */
    @Test
    void a_text_that_lacks_a_category_is_refused() {
        String fewer = SHIPPED.replaceFirst("(?m)^web-visits.*\n", "");
        assertThat(fewer).isNotEqualTo(SHIPPED);
        assertThatThrownBy(() -> PolicyParser.parse(fewer, CategoryIds.KNOWN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

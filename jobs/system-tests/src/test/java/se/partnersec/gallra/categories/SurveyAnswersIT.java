package se.partnersec.gallra.categories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.PolicyDescription;
import se.partnersec.gallra.testing.CategoryScene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/**
 * What a new category takes: its class, a text file in each language, its blocks in policy.yml and sources.yml, and this
 * subclass of the contract.
 */
@Tag("once")
@Tag("full")
class SurveyAnswersIT extends CategoryContractTest {
    private static final SurveyAnswers CATEGORY = new SurveyAnswers();

    private static final String RULE = """
              survey-answers:
                start: collected
                kind: MAX
                period: P100D
                lead: P7D
                floor: none
                ceiling: P12M
                action: erase
                basis: [GDPR 6(1)(f)]
                law: [GDPR 5(1)(e)]
                sentence: Enkätsvar sparas som längst i hundra dagar.
            """;

    private static final String TABLES = """
              survey-answers:
                table: survey_answer
                key: id
                columns:
                  answered_at: {column: answered_at, zone: UTC}
                  processor: processor_for
                scopes:
                  customer: [customer_id]
                  user: [user_id]
            """;

    private static final String TABLE = """
            CREATE TABLE survey_answer (
              id BIGINT NOT NULL PRIMARY KEY,
              customer_id BIGINT NULL,
              user_id BIGINT NULL,
              answered_at DATETIME NULL,
              answer TEXT NOT NULL,
              processor_for BIGINT NULL,
              KEY survey_answered (answered_at)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4""";

    private final Workplace work;

    SurveyAnswersIT(Workplace work) {
        super(new Answers(), work);
        this.work = work;
        work.plant(CATEGORY, RULE, TABLES, TABLE);
    }

    private static final class Answers implements CategoryScene {
        @Override
        public DataCategory category() {
            return CATEGORY.category();
        }

        @Override
        public String table() {
            return "survey_answer";
        }

        @Override
        public int dueAfter() {
            return 93;
        }

        @Override
        public List<String> children() {
            return List.of();
        }

        @Override
        public Set<ScopeType> scopes() {
            return Set.of(ScopeType.CUSTOMER, ScopeType.USER);
        }

        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    table(),
                    "id, customer_id, user_id, answered_at, answer, processor_for",
                    spec.id(),
                    spec.customer(),
                    spec.user(),
                    spec.start() == null ? null : spec.start().atTime(11, 0),
                    "Bra",
                    spec.processor());
        }

        @Override
        public String later(LocalDate today) {
            return "answered_at = '" + today.minusDays(1) + " 10:00:00'";
        }
    }

    @Test
    void has_a_rule_in_words_and_takes_its_turn_among_the_others() {
        try (SuiteContext suite = work.suite()) {
            assertThat(suite.bean(CategoryRegistry.class).names()).endsWith(CATEGORY.category());
            assertThat(new PolicyDescription(suite.policy(), Locale.forLanguageTag("sv")).rule(CATEGORY.category()))
                    .contains("100 dagar efter svaret");
            assertThat(suite.preflight().doctor().passes()).isTrue();
        }
    }
}

package se.partnersec.gallra.policy.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.ProcessingRegister.Entry;
import se.partnersec.gallra.testing.CategoryIds;

class ProcessingRegisterTest {
    private static Entry entry(String language, DataCategory category) {
        return new ProcessingRegister(ShippedPolicy.POLICY, Locale.forLanguageTag(language)).entry(category);
    }

    @Test
    void says_of_ip_logs_what_the_policy_says() {
        Entry english = entry("en", CategoryIds.IP_LOGS);
        assertThat(english.name()).isEqualTo("IP logs");
        assertThat(english.purpose()).isEqualTo("finding faults when problems arise");
        assertThat(english.basis()).isEqualTo("GDPR 6(1)(f)");
        assertThat(english.period()).isEqualTo("180 days");
        assertThat(english.within()).isEqualTo("180 days");
        assertThat(english.law()).isEqualTo("GDPR 5(1)(e); LEK 9 kap. 1 §");
        assertThat(english.sentence()).startsWith("Vi sparar information inkommande trafik");
        assertThat(entry("sv", CategoryIds.IP_LOGS).data())
                .isEqualTo("IP-adress, tid, tjänst, kund- och användarnummer");
        assertThat(entry("sv", CategoryIds.IP_LOGS).subjects()).isEqualTo("besökare och användare av cloudtjänsterna");
    }

    /** A ceiling is no period, and none is set where the policy names none. */
    @Test
    void the_period_is_that_of_the_rule_beside_it() {
        assertThat(entry("en", CategoryIds.CREDENTIALS).period()).isEqualTo("30 days");
        assertThat(entry("en", CategoryIds.CREDENTIALS).within()).isEqualTo("30 days, and then 2 days");
        assertThat(entry("sv", CategoryIds.LEADS).period()).isEqualTo("ingen tid bestämd");
        assertThat(entry("sv", CategoryIds.WEB_VISITS).within()).isEqualTo("ingen tid bestämd");
        assertThat(entry("en", CategoryIds.NEWSLETTER).period()).isEqualTo("at once");
        assertThat(entry("en", CategoryIds.NEWSLETTER).within()).isEqualTo("3 days");
    }
}

package se.partnersec.gallra.reports.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.reports.copies.ResidualCopiesInspector;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** A certificate says of the rules that records went by whether two people had put them in force, by the tables alone. */
@GallraTest
@Tag("full")
class AdoptedCertificateIT {
    private final Workplace work;

    AdoptedCertificateIT(Workplace work) {
        this.work = work;
    }

    @BeforeEach
    void fill() {
        work.ipLogs(1, 3, 200, null);
    }

    private RunResult run(boolean single) {
        GallraSettings usual = work.settings();
        GallraSettings settings = new GallraSettings(
                usual.url(),
                usual.accounts(),
                usual.bucket(),
                usual.config(),
                usual.tags(),
                usual.chunk(),
                SealSettings.NONE,
                single);
        try (SuiteContext suite = SuiteContext.of(settings)) {
            return suite.runs().run(CategoryIds.IP_LOGS, work.today()).get(0);
        }
    }

    private Certificate certify(RunResult run) {
        Audits.census(work);
        try (SuiteContext suite = work.suite()) {
            return new CertificateIssuer(suite.pool(DatabaseRole.READER), suite.policy(), suite.fingerprint())
                    .certify(
                            CertificateSubject.ofRun(run.runId()),
                            new CertificateIssuer.Trust(null, null, new Certificate.Audited(0, 0)),
                            day -> new ResidualCopiesInspector(List.of(), true, List.of()).from(day),
                            "gallra test");
        }
    }

    @Test
    void names_who_put_the_rules_in_force() {
        Certificate certificate = certify(run(false));
        RulesInForce.Adoption adoption = RulesInForce.inForce(work.admin()).orElseThrow();
        assertThat(certificate.adopted()).containsExactly(new AdoptedRules(work.fingerprint(), adoption));
        assertThat(certificate.json(null))
                .contains("\"request\": \"" + adoption.id() + "\"", "\"askedBy\": \"" + adoption.requestedBy());
    }

    @Test
    void says_that_nobody_did_where_one_person_was_enough() {
        work.adoptNothing();
        work.admin().update("DELETE FROM policy_adopted");
        RunResult run = run(true);
        assertThat(certify(run).adopted()).containsExactly(new AdoptedRules(work.fingerprint(), null));
        work.adoptAgain();
        assertThat(RulesInForce.inForce(work.admin())).isPresent();
        assertThat(certify(run).adopted())
                .as("rules that two people put in force afterwards")
                .containsExactly(new AdoptedRules(work.fingerprint(), null));
    }

    /** What gives the fingerprint that the ledger names is what was in force then, whatever is in force now. */
    @Test
    void names_the_rules_of_a_run_also_after_others_were_put_in_force() {
        RunResult run = run(false);
        String before = work.fingerprint();
        work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?lead: P)7D", "$1" + "8D"));
        work.adopt();
        try {
            assertThat(work.fingerprint()).isNotEqualTo(before);
            Certificate certificate = certify(run);
            assertThat(certificate.otherRules()).isEmpty();
            assertThat(certificate.rules()).singleElement().satisfies(rule -> {
                assertThat(rule.fingerprint()).isEqualTo(before);
                assertThat(rule.policy().rule(CategoryIds.IP_LOGS).timing().lead())
                        .isEqualTo(7);
            });
        } finally {
            work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?lead: P)8D", "$1" + "7D"));
            work.adopt();
        }
    }

    /** Rules that were in force before, and are not when the run is at work. */
    @Test
    void says_that_nobody_did_where_other_rules_had_been_put_in_force_since() {
        work.adopt();
        work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?lead: P)7D", "$1" + "8D"));
        work.adoptNothing();
        work.change("policy.yml", text -> text.replaceFirst("(?s)(\n  ip-logs:.*?lead: P)8D", "$1" + "7D"));
        assertThat(certify(run(true)).adopted()).containsExactly(new AdoptedRules(work.fingerprint(), null));
    }
}

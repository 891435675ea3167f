package se.partnersec.gallra.testing;

import java.util.List;
import java.util.Set;
import se.partnersec.gallra.support.exit.ExitCode;

/** What the preflight of a run and the doctor have against a database. */
public final class Refusals {
    private Refusals() {}

    /** How a run of ip-logs would end before it began; DONE if it may begin. */
    public static ExitCode exit(SuiteContext suite, Workplace work) {
        return suite.preflight()
                .check(Set.of(CategoryIds.IP_LOGS), work.today(), true)
                .exit();
    }

    /** Texts of refusals of the doctor under these codes. */
    public static List<String> said(SuiteContext suite, String... codes) {
        Set<String> wanted = Set.of(codes);
        return suite.preflight().doctor().refusals().stream()
                .filter(check -> wanted.contains(check.code()))
                .map(check -> check.text())
                .toList();
    }
}

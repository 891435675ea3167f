package se.partnersec.gallra.certificate;

import java.util.List;

/** A certificate that was not issued, or a file that is none: why, and what to do. */
public final class CertificateRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean found;
    private final transient List<String> problems;

    private CertificateRefused(boolean found, List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.found = found;
        this.problems = List.copyOf(problems);
    }

    /** What was asked for makes no sense. */
    static CertificateRefused misused(String problem) {
        return new CertificateRefused(false, List.of(problem));
    }

    /** Looking found something that must not be certified. */
    static CertificateRefused found(List<String> problems) {
        return new CertificateRefused(true, problems);
    }

    /** Whether a check found something; else the command was wrong. */
    public boolean found() {
        return found;
    }

    public List<String> problems() {
        return problems;
    }
}
